using Bq2.Efi;

namespace Bq2.Image;

/// <summary>A description of a disk image, with the fields of `qemu-img info`.</summary>
public sealed partial record DiskInfo
{
    private const int SectorSize = 512;

    /// <summary>The image file.</summary>
    public required string Path { get; init; }

    /// <summary>"raw", "qcow2", or the name of a format that is not supported.</summary>
    public required string Format { get; init; }

    /// <summary>The size that a guest sees: whole sectors of 512 bytes. Null if the format is not supported.</summary>
    public long? VirtualSize { get; init; }

    /// <summary>The space that the image takes on its file system, without holes.</summary>
    public required long ActualSize { get; init; }

    /// <summary>For QCOW2 images only, like all properties below.</summary>
    public int? ClusterSize { get; init; }

    /// <summary>2 or 3.</summary>
    public int? Version { get; init; }

    /// <summary>How many bits each reference count has.</summary>
    public int? RefcountBits { get; init; }

    /// <summary>The compression method.</summary>
    public Qcow2Compression? Compression { get; init; }

    /// <summary>"aes" or "luks"; null if the disk is not encrypted.</summary>
    public string? Encryption { get; init; }

    /// <summary>The last writer did not close the image.</summary>
    public bool IsDirty { get; init; }

    /// <summary>The image is marked as corrupt.</summary>
    public bool IsCorrupt { get; init; }

    /// <summary>Reference counts are written only when the image is closed.</summary>
    public bool HasLazyRefcounts { get; init; }

    /// <summary>Clusters have 32 subclusters each.</summary>
    public bool HasExtendedL2 { get; init; }

    /// <summary>The backing file as the image names it. It was not opened.</summary>
    public string? BackingFile { get; init; }

    /// <summary>The format of the backing file according to the image.</summary>
    public string? BackingFormat { get; init; }

    /// <summary>The backing file's path for the caller; null if the name is not a file name.</summary>
    public string? FullBackingFile { get; init; }

    /// <summary>The external data file as the image names it.</summary>
    public string? DataFile { get; init; }

    /// <summary>The data file is a raw disk by itself.</summary>
    public bool IsDataFileRaw { get; init; }

    /// <summary>The snapshots in the image.</summary>
    public IReadOnlyList<Qcow2Snapshot> Snapshots { get; init; } = [];

    /// <summary>The dirty bitmaps in the image.</summary>
    public IReadOnlyList<Qcow2Bitmap> Bitmaps { get; init; } = [];

    /// <summary>Why some properties are missing: the format is not supported, or a list is damaged.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}
