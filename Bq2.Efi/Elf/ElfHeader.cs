using System.Runtime.InteropServices;

namespace Bq2.Efi.Elf;

/// <summary>The 64 bytes that a 64-bit ELF file begins with: "ELF Header" of the generic ABI.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ElfHeader
{
    public const int Size = 64;

    /// <summary>0x7f "ELF", then 64 bits, little-endian, version 1, and no particular system.</summary>
    public const ulong Little64 = 0x0001_0102_464c_457f;
    public const ushort Executable = 2;
    public const ushort Amd64 = 62, Arm64 = 183;

    public ulong Identity;               //  0
    public ulong IdentityPadding;        //  8
    public ushort Type;                  // 16
    public ushort Machine;               // 18
    public uint Version;                 // 20  1
    public ulong Entry;                  // 24
    public ulong ProgramHeaderOffset;    // 32
    public ulong SectionHeaderOffset;    // 40  0: there are none
    public uint Flags;                   // 48
    public ushort HeaderSize;            // 52
    public ushort ProgramHeaderSize;     // 54
    public ushort ProgramHeaderCount;    // 56
    public ushort SectionHeaderSize;     // 58
    public ushort SectionHeaderCount;    // 60
    public ushort SectionNamesIndex;     // 62
}
