using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>What a disk image says of itself, in the words of `qemu-img info`.</summary>
public sealed record DiskInfo
{
    private const int SectorSize = 512;

    /// <summary>The file that was looked at.</summary>
    public required string Path { get; init; }

    /// <summary>"raw", "qcow2", or the name of a format that is not supported.</summary>
    public required string Format { get; init; }

    /// <summary>What a guest sees: whole sectors of 512 bytes. Null where the format is not supported.</summary>
    public long? VirtualSize { get; init; }

    /// <summary>What the image takes of the file system it lies on: holes take nothing.</summary>
    public required long ActualSize { get; init; }

    /// <summary>Only of a QCOW2 image, like all that follows.</summary>
    public int? ClusterSize { get; init; }

    /// <summary>2 or 3.</summary>
    public int? Version { get; init; }

    /// <summary>How many bits each reference count has.</summary>
    public int? RefcountBits { get; init; }

    /// <summary>How compressed clusters are packed.</summary>
    public Qcow2Compression? Compression { get; init; }

    /// <summary>"aes" or "luks"; null where the disk is not encrypted.</summary>
    public string? Encryption { get; init; }

    /// <summary>The last writer did not close the image.</summary>
    public bool IsDirty { get; init; }

    /// <summary>Somebody has found the image damaged, and noted that in it.</summary>
    public bool IsCorrupt { get; init; }

    /// <summary>Reference counts are written only when the image is closed.</summary>
    public bool HasLazyRefcounts { get; init; }

    /// <summary>Clusters are tracked in 32 parts each.</summary>
    public bool HasExtendedL2 { get; init; }

    /// <summary>The file that has what the image lacks, as the image names it. It was not opened.</summary>
    public string? BackingFile { get; init; }

    /// <summary>The format that the image says its backing file has.</summary>
    public string? BackingFormat { get; init; }

    /// <summary>The same from where the caller stands; null where the name is no file's.</summary>
    public string? FullBackingFile { get; init; }

    /// <summary>The file that has the image's data, as the image names it.</summary>
    public string? DataFile { get; init; }

    /// <summary>The data file by itself is the disk.</summary>
    public bool IsDataFileRaw { get; init; }

    /// <summary>The snapshots in the image.</summary>
    public IReadOnlyList<Qcow2Snapshot> Snapshots { get; init; } = [];

    /// <summary>The dirty bitmaps in the image.</summary>
    public IReadOnlyList<Qcow2Bitmap> Bitmaps { get; init; } = [];

    /// <summary>Why something is not told of: the format is not supported, or a list is damaged.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Looks at the headers; the disk itself is not read, and no other file.</summary>
    public static DiskInfo Of(string path, DiskFormat? format = null)
    {
        using var file = NamedFile.Open(path);
        return Of(file, format);
    }

    /// <summary>The same of a file that is open, and stays so.</summary>
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
    /// Something of an image and of each that stands behind it, in their order, each given while its file is open. The files that
    /// images name are opened for that, their headers only.
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

    /// <summary>A damaged list hides nothing but itself.</summary>
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
