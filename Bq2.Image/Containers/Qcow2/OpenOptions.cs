namespace Bq2.Image;

/// <summary>Options for opening an image, and how far it is trusted.</summary>
public sealed record OpenOptions
{
    /// <summary>The format; null to detect it from the first bytes, which a guest can write on a raw disk.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>
    /// Opens the other files that the image names: the whole chain of backing files, and an external data file. Only for images from a
    /// trusted source: they may name any file that the caller can read.
    /// </summary>
    public bool AllowBacking { get; init; }

    /// <summary>The id or name of a snapshot to read instead of the current disk. For reading only.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The format of backing files if the image does not give it. It is never guessed.</summary>
    public DiskFormat? BackingFormat { get; init; }
}
