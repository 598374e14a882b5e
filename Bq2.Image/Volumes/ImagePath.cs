using System.Globalization;
using Bq2.Efi;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// A place in a disk image as people write it, IMAGE[:PARTITION][/PATH]: the file, the partition's number from 1 or
/// null, and the path in its file system, "" for the root.
/// </summary>
public sealed record ImagePath(string File, int? Partition, string Path)
{
    /// <summary>The file, where somebody has it open already, such as standard input; it stays open.</summary>
    public NamedFile? Opened { get; init; }

    /// <summary>
    /// Takes the words apart. The image is the longest beginning that names a file, so a colon or a slash in its own
    /// path does no harm.
    /// </summary>
    public static ImagePath Parse(string text, Func<string, bool> fileExists)
    {
        for (int end = text.Length; end > 0; end = text.LastIndexOfAny([':', '/'], end - 1))
        {
            if (fileExists(text[..end]))
                return Split(text, end);
        }

        throw Failure.Of(ImageFaults.NoSuchImage, $"no beginning of \"{text}\" is a file", hint: "write IMAGE[:PARTITION][/PATH]");
    }

    /// <summary>
    /// Opens the FAT volume that this names: the partition, if there is one; else the whole image, if it is a volume; else the only
    /// partition, or the EFI system partition, or the first one. <see cref="FatVolume.Partition"/> tells which.
    /// </summary>
    public FatVolume OpenFat(OpenOptions? options = null) => Open(Opened is null ? DiskImage.Open(File, options) : DiskImage.Open(Opened, options), (disk, offset, length) =>
        FatVolume.Open(new SliceSource(disk, offset, length, owner: disk)));

    /// <summary>The same, to be changed in place.</summary>
    public FatVolume OpenFatForWriting(OpenOptions? options = null) => Open(DiskImage.OpenForWriting(Opened is null ? File : throw NotInPlace(), options), (disk, offset, length) =>
        FatVolume.OpenForWriting(new SliceDisk(disk, offset, length), owner: disk));

    private FaultException NotInPlace() =>
        Failure.Of(EfiFaults.NotChangedInPlace, $"only files and block devices can be changed in place, and this is neither", File);

    private FatVolume Open<TDisk>(TDisk disk, Func<TDisk, long, long, FatVolume> open) where TDisk : Source
    {
        try
        {
            if (Partition is null && FatBootReader.LooksLikeFat(disk))
                return open(disk, 0, disk.Length);

            var table = TableOf(disk);
            var partition = PartitionOf(disk, table);
            CheckContent(disk, partition);
            var volume = open(disk, partition.Offset, partition.Length);
            (volume.Partition, volume.OtherPartitions) = (partition, table.Partitions.Count - 1);
            return volume;
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    private static ImagePath Split(string text, int end)
    {
        string file = text[..end], rest = text[end..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string path = slash < 0 ? "" : rest[(slash + 1)..], partition = slash < 0 ? rest : rest[..slash];
        if (partition is "" or ":")
            return new(file, null, path);
        if (int.TryParse(partition.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            return new(file, number, path);

        throw Failure.Of(ImageFaults.PartitionNumber, $"\"{partition[1..]}\" is no partition's number: they count from 1", file);
    }

    private GptDisk TableOf(Source disk)
    {
        var content = DiskContent.Of(disk);
        return content.Name switch
        {
            "gpt" => GptDisk.Read(disk),
            "fat" => throw disk.Bad(ImageFaults.NoSuchPartition,
                $"the disk has no partition {Partition}: all of it is one FAT filesystem", "leave the number out"),
            _ => throw disk.Bad(ImageFaults.DiskContent,
                $"the disk holds {content.Description}; only GPT partition tables and FAT filesystems can be looked into"),
        };
    }

    private FoundPartition PartitionOf(Source disk, GptDisk table)
    {
        var all = table.Partitions;
        var partition = Partition is { } number ? all.FirstOrDefault(found => found.Number == number)
            : all is [var only] ? only
            : all.FirstOrDefault(found => found.Type == PartitionType.Esp) ?? (all is [var first, ..] ? first : null);
        if (partition is not null)
            return partition;

        // It may be there, and be damaged.
        var names = all.Select(found => FormattableString.Invariant($"{found.Number} ({found.Type.Name})"));
        string? has = all.Count > 0 ? $"it has: {string.Join(", ", names)}" : null;
        string damage = table.Damage is { } fault ? $"; its table is damaged: {fault.Message}" : "";
        throw Partition is null
            ? disk.Bad(ImageFaults.NoPartitions, $"the disk has no partitions{damage}")
            : disk.Bad(ImageFaults.NoSuchPartition, $"the disk has no partition {Partition}{damage}", has);
    }

    /// <summary>A filesystem of another kind is called by its name; a damaged FAT is left to the reader, who tells what is wrong.</summary>
    private static void CheckContent(Source disk, FoundPartition partition)
    {
        var content = DiskContent.Of(disk.Slice(partition.Offset, partition.Length));
        if (content.Name is not ("fat" or "unknown"))
        {
            throw disk.Bad(ImageFaults.PartitionContent,
                $"partition {partition.Number} holds {content.Description}; only FAT filesystems can be looked into");
        }
    }
}
