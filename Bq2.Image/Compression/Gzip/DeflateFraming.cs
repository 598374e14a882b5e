namespace Bq2.Image;

/// <summary>The format around deflate.</summary>
internal enum DeflateFraming
{
    /// <summary>Nothing.</summary>
    Raw,

    /// <summary>Two bytes and a checksum: RFC 1950.</summary>
    Zlib,

    /// <summary>Members with a header, a checksum and a length, one or more: RFC 1952.</summary>
    Gzip,
}
