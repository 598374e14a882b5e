using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The sector after the boot sector: free space that a driver would otherwise have to count.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FatFsInfo
{
    public const int Size = 512;
    public const uint LeadMagic = 0x4161_5252;
    public const uint StructMagic = 0x6141_7272;
    public const uint TrailMagic = 0xaa55_0000;
    public const uint Unknown = 0xffff_ffff;

    public uint LeadSignature;           //   0  "RRaA"
    public Bytes480 Reserved1;           //   4
    public uint StructSignature;         // 484  "rrAa"
    public uint FreeCount;               // 488  free clusters
    public uint NextFree;                // 492  where to look for one first
    public Bytes12 Reserved2;            // 496
    public uint TrailSignature;          // 508

    public static FatFsInfo For(long freeCount, FatCluster? next) => new()
    {
        LeadSignature = LeadMagic,
        StructSignature = StructMagic,
        FreeCount = (uint)freeCount,
        NextFree = next is { } cluster ? cluster.Number : Unknown,
        TrailSignature = TrailMagic,
    };

    public readonly bool IsSound =>
        LeadSignature == LeadMagic && StructSignature == StructMagic && TrailSignature == TrailMagic;

    [InlineArray(480)]
    internal struct Bytes480
    {
        private byte _first;
    }

    [InlineArray(12)]
    internal struct Bytes12
    {
        private byte _first;
    }
}
