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

    /// <summary>The kind of entry. Another name of a file is a file: <see cref="Inode"/> tells which names belong together.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Kind == EntryKind.Folder;

    /// <summary>The length of a file in bytes; 0 for anything else.</summary>
    public required long Length { get; init; }

    /// <summary>Null if the volume has no valid time for it.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Mode, owner, times and extended attributes; null if the volume's kind does not store them.</summary>
    public EntryAttributes? Attributes { get; init; }

    /// <summary>The target of a symbolic link; null for anything else.</summary>
    public string? Target { get; init; }

    /// <summary>The number of a device; null for anything else.</summary>
    public DeviceNumber? Device { get; init; }

    /// <summary>The number of the file in its volume, which all of its names share; null if a file has only one name there.</summary>
    public long? Inode { get; init; }
}
