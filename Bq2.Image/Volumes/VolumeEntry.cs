namespace Bq2.Image;

/// <summary>A file, folder or other entry in a volume.</summary>
public abstract record VolumeEntry
{
    private protected VolumeEntry()
    {
    }

    /// <summary>The name in its folder.</summary>
    public required string Name { get; init; }

    /// <summary>The names from the root on, joined by "/"; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of entry.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Kind == EntryKind.Folder;

    /// <summary>The length of a file in bytes; 0 for anything else.</summary>
    public required long Length { get; init; }

    /// <summary>Null if the volume has no valid time for it.</summary>
    public DateTimeOffset? Modified { get; init; }
}
