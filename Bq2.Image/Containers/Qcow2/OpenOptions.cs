namespace Bq2.Image;

/// <summary>How an image is to be opened, and how far it is trusted.</summary>
public sealed record OpenOptions
{
    /// <summary>Null where the first bytes may tell. A guest can write those of a raw disk.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>
    /// Opens the other files that the image names: its backing file, that one's, and so on, and an external data file.
    /// Only for images whose maker is trusted, for they may name any file that the caller can read.
    /// </summary>
    public bool AllowBacking { get; init; }

    /// <summary>The id or name of a snapshot whose disk is meant, not the present one. For reading only.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The format of backing files whose image does not say it. Nothing is guessed.</summary>
    public DiskFormat? BackingFormat { get; init; }
}
