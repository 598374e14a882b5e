namespace Bq2.Image;

/// <summary>How a QCOW2 image is to be written.</summary>
public sealed record Qcow2Options
{
    /// <summary>A power of two from 512 bytes to 2 MiB.</summary>
    public int ClusterSize { get; init; } = 64 << 10;

    /// <summary>3, or 2 for readers from before 2012.</summary>
    public int Version { get; init; } = 3;

    /// <summary>Null: clusters lie in the file as the guest sees them.</summary>
    public Qcow2Compression? Compression { get; init; }

    /// <summary>
    /// What the image says that packed clusters are packed by: whoever packs some later has to do it so. Null: as <see cref="Compression"/>
    /// says, or zlib.
    /// </summary>
    internal Qcow2Compression? StatedCompression { get; init; }

    /// <summary>Of uncompressed images only.</summary>
    public Preallocation Preallocation { get; init; }

    /// <summary>
    /// Whether writers may let the counts lag behind, and have them repaired after an interruption. Ours never does; QEMU is faster for it.
    /// Of version 3 only.
    /// </summary>
    public bool LazyRefcounts { get; init; }

    /// <summary>
    /// Whether every cluster is mapped in 32 parts: what is written over a backing file then copies less along. Of version 3, and
    /// clusters of 16 KiB or more.
    /// </summary>
    public bool ExtendedL2 { get; init; }

    /// <summary>
    /// A file of its own for the disk's data, as it is named in the image: a relative name counts from the image's folder. It is written
    /// too, and replaced if it is there. Null: the data lie in the image. Of version 3, and for clusters as they are.
    /// </summary>
    public string? DataFile { get; init; }

    /// <summary>Whether <see cref="DataFile"/> by itself is to be the disk, a raw one: every cluster has its place there at once.</summary>
    public bool IsDataFileRaw { get; init; }

    /// <summary>How many chunks are in hand at once; null: what suits the machine. The bytes are the same either way.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether the file is to be on the disk, not only in the system's memory, before it takes its name.</summary>
    public bool Sync { get; init; }
}
