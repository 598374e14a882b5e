using System.Runtime.InteropServices;

namespace Bq2.Efi.Elf;

/// <summary>One segment: a piece of the file and the memory that it becomes. "Program Header" of the generic ABI.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct ElfProgramHeader
{
    public const int Size = 56;
    public const uint Load = 1;
    public const uint Stack = 0x6474_e551;

    public uint Type;                    //  0
    public ElfRights Rights;             //  4
    public ulong FileOffset;             //  8
    public ulong Address;                // 16
    public ulong PhysicalAddress;        // 24  the same, by custom
    public ulong FileLength;             // 32
    public ulong Length;                 // 40  more than in the file: the rest is zeros
    public ulong Alignment;              // 48  address and offset are equal in what it leaves
}

/// <summary>What may be done with a segment's memory.</summary>
[Flags]
internal enum ElfRights : uint
{
    None = 0,
    Execute = 1,
    Write = 2,
    Read = 4,
}
