namespace Bq2.Image;

/// <summary>A file, folder or other entry in an ext volume.</summary>
public sealed record Ext4Entry : VolumeEntry
{
    /// <summary>How many names it has; for a folder, how many folders refer to it.</summary>
    public required int Links { get; init; }

    internal Ext4StoredInode Stored { get; init; } = null!;

    /// <summary>Its name in messages.</summary>
    internal string Label => Path.Length == 0 ? "the root folder" : Path;
}
