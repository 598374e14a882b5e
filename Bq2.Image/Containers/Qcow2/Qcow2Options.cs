namespace Bq2.Image;

/// <summary>Options for writing a QCOW2 image.</summary>
public sealed record Qcow2Options
{
    /// <summary>A power of two from 512 bytes to 2 MiB.</summary>
    public int ClusterSize { get; init; } = 64 << 10;

    /// <summary>3, or 2 for readers from before 2012.</summary>
    public int Version { get; init; } = 3;

    /// <summary>Null: clusters are not compressed.</summary>
    public Qcow2Compression? Compression { get; init; }

    /// <summary>
    /// The compression type in the header, which later writers must use. Null: that of <see cref="Compression"/>, or zlib.
    /// </summary>
    internal Qcow2Compression? StatedCompression { get; init; }

    /// <summary>For uncompressed images only.</summary>
    public Preallocation Preallocation { get; init; }

    /// <summary>
    /// Whether writers may let the refcounts lag, to be repaired after an interruption. Ours never does; it makes QEMU faster.
    /// For version 3 only.
    /// </summary>
    public bool LazyRefcounts { get; init; }

    /// <summary>
    /// Whether every cluster has 32 subclusters, each mapped on its own, so that a small write above a backing file copies less. Needs
    /// version 3 and clusters of at least 16 KiB.
    /// </summary>
    public bool ExtendedL2 { get; init; }

    /// <summary>
    /// The name of an external data file, as the image names it: a relative name starts at the image's folder. The file is written too,
    /// and replaced if it exists. Null: the data are in the image. Needs version 3 and uncompressed clusters.
    /// </summary>
    public string? DataFile { get; init; }

    /// <summary>Whether <see cref="DataFile"/> is also a valid raw disk on its own: every cluster has a fixed place there.</summary>
    public bool IsDataFileRaw { get; init; }

    /// <summary>How many chunks to process in parallel; null: chosen for the machine. The bytes are the same either way.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether to sync the file to the disk before it gets its name.</summary>
    public bool Sync { get; init; }
}
