namespace Bq2.Image;

/// <summary>Options for making an EROFS volume.</summary>
public sealed record ErofsOptions
{
    /// <summary>Up to sixteen bytes of UTF-8; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>The volume's UUID; null to derive one from the content.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>
    /// Compress the files with LZ4: 1 for the fastest to 9 for the smallest; null does not. A file is read when the volume is planned, and
    /// what comes out waits in an unlinked temporary file; files with holes are not compressed.
    /// </summary>
    public int? Lz4Level { get; init; }

    /// <summary>
    /// The time of every entry without its own, and when the volume was made: 1970-01-01 if not given. Entries with this time take half as
    /// much space for their metadata.
    /// </summary>
    public UnixTime Time { get; init; }
}
