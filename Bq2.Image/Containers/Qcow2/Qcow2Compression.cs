namespace Bq2.Image;

/// <summary>The compression method of a QCOW2 image; the numbers are those of the format.</summary>
public enum Qcow2Compression
{
    /// <summary>Deflate, which every reader supports.</summary>
    Zlib = 0,

    /// <summary>Zstandard: smaller and several times faster, for readers from QEMU 5.1 on.</summary>
    Zstd = 1,
}
