namespace Bq2.Image;

/// <summary>What a file is packed with.</summary>
public enum Packing
{
    /// <summary>Nothing that is known here.</summary>
    None,

    /// <summary>Gzip, RFC 1952.</summary>
    Gzip,

    /// <summary>Zstandard, RFC 8878.</summary>
    Zstd,

    /// <summary>The .xz format.</summary>
    Xz,

    /// <summary>Bzip2.</summary>
    Bzip2,

    /// <summary>Lzip.</summary>
    Lzip,

    /// <summary>The format of xz's predecessor, .lzma.</summary>
    Lzma,
}
