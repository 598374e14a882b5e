namespace Bq2.Image;

/// <summary>A file, a folder or something else that was found in a volume.</summary>
public abstract record VolumeEntry
{
    private protected VolumeEntry()
    {
    }

    public required string Name { get; init; }

    /// <summary>The names from the root on, joined by "/"; empty for the root.</summary>
    public required string Path { get; init; }

    public required EntryKind Kind { get; init; }

    public bool IsFolder => Kind == EntryKind.Folder;

    /// <summary>A file's bytes, counted; 0 for all else.</summary>
    public required long Length { get; init; }

    /// <summary>Null where the volume holds no valid time.</summary>
    public DateTimeOffset? Modified { get; init; }
}
