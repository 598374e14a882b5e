using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>A description of a disk image, with the fields of `qemu-img info`.</summary>
public sealed record DiskInfo
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

    /// <summary>Reads the headers only, not the disk or any other file.</summary>
    public static DiskInfo Of(string path, DiskFormat? format = null)
    {
        using var file = NamedFile.Open(path);
        return Of(file, format);
    }

    /// <summary>The same for an open file, which stays open.</summary>
    internal static DiskInfo Of(NamedFile named, DiskFormat? format = null)
    {
        using var file = FileSource.Of(named);
        var info = new DiskInfo { Path = named.Name, Format = "raw", ActualSize = file.AllocatedBytes };
        if (format is null && ForeignFile.Find(file) is { } foreign)
            return info with { Format = foreign.Name, Faults = [ForeignFile.Refusal(file, foreign).Fault] };
        return ImageFormat.IsQcow2(file, format)
            ? info.With(Qcow2HeaderReader.ReadEvenEncrypted(file), file)
            : info with { VirtualSize = Align.Up(file.Length, SectorSize) };
    }

    /// <summary>
    /// Calls a function for an image and each backing file behind it, in order, while the file is open. Opens the files that the images
    /// name, but reads only their headers.
    /// </summary>
    internal static IReadOnlyList<T> ChainOf<T>(NamedFile named, DiskFormat? format, Func<DiskInfo, NamedFile, T> look)
    {
        var chain = new ImageChain(new() { AllowBacking = true });
        var found = new List<T>();
        var info = Of(named, format);
        chain.Remember(named);
        found.Add(look(info, named));
        while (info.BackingFile is not null)
        {
            using var below = NamedFile.Open(ImageChain.PathOfBacking(info.Path, info.BackingFile));
            chain.Remember(below);
            info = Of(below, DiskFormats.Find(info.BackingFormat));
            found.Add(look(info, below));
        }

        return found;
    }

    private DiskInfo With(Qcow2HeaderInfo head, Source file)
    {
        var faults = new List<Fault>();
        return this with
        {
            Format = "qcow2",
            VirtualSize = head.VirtualSize,
            ClusterSize = head.Cluster.Bytes,
            Version = head.Version,
            RefcountBits = head.Width.Bits,
            Compression = head.Compression,
            Encryption = head.Encryption,
            IsDirty = head.Features.HasFlag(Qcow2Features.Dirty),
            IsCorrupt = head.Features.HasFlag(Qcow2Features.Corrupt),
            HasLazyRefcounts = head.Compatible.HasFlag(Qcow2Compatible.LazyRefcounts),
            HasExtendedL2 = head.Cluster.HasParts,
            BackingFile = head.BackingName,
            BackingFormat = head.BackingFormat,
            FullBackingFile = head.BackingName is { } name ? ImageChain.PathBeside(file.Path, name) : null,
            DataFile = head.DataFileName,
            IsDataFileRaw = head.Autoclear.HasFlag(Qcow2Autoclear.RawExternalData),
            Snapshots = OrNone(() => Qcow2SnapshotTable.Read(file, head), faults),
            Bitmaps = OrNone(() => Qcow2BitmapList.Read(file, head), faults),
            Faults = faults,
        };
    }

    /// <summary>A damaged list hides only itself.</summary>
    private static IReadOnlyList<T> OrNone<T>(Func<IReadOnlyList<T>> read, List<Fault> faults)
    {
        try
        {
            return read();
        }
        catch (FaultException bad)
        {
            faults.Add(bad.Fault);
            return [];
        }
    }
}
