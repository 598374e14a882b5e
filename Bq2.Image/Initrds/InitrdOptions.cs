namespace Bq2.Image;

/// <summary>What an initrd has to be able to do.</summary>
public sealed record InitrdOptions
{
    /// <summary>The kernel's version, as the folder of its modules is called; null for the newest in the tree.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The file system of the root, such as ext4 or erofs, whose module is taken along.</summary>
    public string? RootFileSystem { get; init; }

    /// <summary>Whether the root is protected by dm-verity.</summary>
    public bool Verity { get; init; }

    /// <summary>More modules, by name. They must exist.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>Programs of the tree to take along, by path, with the libraries that they need.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];
}
