namespace Bq2.Image;

/// <summary>A root file system for a disk, and how it is stored there.</summary>
/// <param name="Files">Its files. A kernel in them, and its modules, are found.</param>
public sealed record RootVolume(Tree Files)
{
    /// <summary>The file system.</summary>
    public RootKind Kind { get; init; }

    /// <summary>The size of the partition in bytes; null for its content and, if it can be written, a quarter more.</summary>
    public long? Size { get; init; }

    /// <summary>Protect it with dm-verity: a machine that finds another byte in it than was written here stops.</summary>
    public bool Verity { get; init; }

    /// <summary>Let it grow to the end of the disk when it is booted. For ext4.</summary>
    public bool Grow { get; init; }

    /// <summary>The kernel's version, as the folder of its modules is called; null for the newest in it.</summary>
    public string? KernelVersion { get; init; }
}

/// <summary>The file system of a root.</summary>
public enum RootKind
{
    /// <summary>Ext4, which the machine may write to.</summary>
    Ext4,

    /// <summary>EROFS, which it only reads.</summary>
    Erofs,
}
