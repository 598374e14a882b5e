namespace Bq2.Image;

/// <summary>How the clusters of a QCOW2 image are packed; the numbers are the format's.</summary>
public enum Qcow2Compression
{
    /// <summary>Deflate, which every reader knows.</summary>
    Zlib = 0,

    /// <summary>Zstandard: smaller and several times faster, for readers from QEMU 5.1 on.</summary>
    Zstd = 1,
}
