using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Image;

public sealed partial record DiskInfo
{
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
