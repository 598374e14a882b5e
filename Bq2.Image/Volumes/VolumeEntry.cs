namespace Bq2.Image;

/// <summary>A file, a folder or something else that was found in a volume.</summary>
public abstract record VolumeEntry
{
    private protected VolumeEntry()
    {
    }

    /// <summary>The name in its folder.</summary>
    public required string Name { get; init; }

    /// <summary>The names from the root on, joined by "/"; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Kind == EntryKind.Folder;

    /// <summary>A file's bytes, counted; 0 for all else.</summary>
    public required long Length { get; init; }

    /// <summary>Null where the volume holds no valid time.</summary>
    public DateTimeOffset? Modified { get; init; }
}
