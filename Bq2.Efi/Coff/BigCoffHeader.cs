using System.Runtime.InteropServices;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Coff;

/// <summary>The 56-byte header of a big object, which has more sections than 16 bits can number.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct BigCoffHeader
{
    public const int Size = 56;
    public const ushort Signature2 = 0xffff;

    /// <summary>Distinguishes a big object from an import object, which begins the same way.</summary>
    public static readonly Guid ClassIdBigObject = new(0xd1ba_a1c7, 0xbaee, 0x4ba9, 0xaf, 0x20, 0xfa, 0xf6, 0x6a, 0xa4, 0xdc, 0xb8);

    public ushort Unknown;               //  0  0, in the place of an ordinary object's machine
    public ushort Signature;             //  2  0xffff
    public ushort Version;               //  4  2
    public Machine Machine;              //  6
    public uint TimeDateStamp;           //  8
    public Guid ClassId;                 // 12
    private readonly ulong _unused28, _unused36;
    public uint SectionCount;            // 44
    public uint SymbolTableOffset;       // 48
    public uint SymbolCount;             // 52

    public readonly bool IsBig => Unknown == 0 && Signature == Signature2 && Version >= 2 && ClassId == ClassIdBigObject;
}
