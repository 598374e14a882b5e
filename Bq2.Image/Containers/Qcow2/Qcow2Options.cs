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
    public Qcow2Compression? StatedCompression { get; init; }

    /// <summary>For uncompressed images only.</summary>
    public Preallocation Preallocation { get; init; }

    /// <summary>
    /// Whether writers may let the refcounts lag, to be repaired after an interruption. Ours never does; it makes QEMU faster.
    /// For version 3 only.
    /// </summary>
    public bool LazyRefcounts { get; init; }

    /// <summary>How many chunks to process in parallel; null: chosen for the machine. The bytes are the same either way.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether to sync the file to the disk before it gets its name.</summary>
    public bool Sync { get; init; }
}
