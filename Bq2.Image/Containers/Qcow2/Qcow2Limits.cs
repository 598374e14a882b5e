namespace Bq2.Image;

/// <summary>The size limits of a QCOW2 image's parts. They bound the memory of readers, and writers respect them.</summary>
internal static class Qcow2Limits
{
    // The format's limits.
    public const int MinClusterBits = 9;
    public const int MaxClusterBits = 21;
    public const int MinBitsWithParts = 14;
    public const int MaxRefcountOrder = 6;
    public const int MaxBackingName = 1023;
    public const int MaxGranularityBits = 31;

    /// <summary>The format has 64 bits, but offsets are signed.</summary>
    public const long MaxVirtualSize = long.MaxValue;

    /// <summary>What the largest L1 table maps with the largest clusters; sums with this size do not overflow.</summary>
    public const long MaxPlannedSize = 1L << 61;

    // QEMU's limits: it opens no image beyond them.
    public const long MaxL1Bytes = 32 << 20;
    public const long MaxRefcountTableBytes = 8 << 20;
    public const int MaxSnapshots = 65536;
    public const long MaxSnapshotListBytes = 64 << 20;
    public const int MaxSnapshotExtra = 1024;
    public const int MaxBitmaps = 65535;
    public const long MaxBitmapListBytes = 64 << 20;
    public const long MaxBitmapTableBytes = 8 << 20;
}
