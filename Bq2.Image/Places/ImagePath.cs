using System.Globalization;
using Bq2.Efi;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>
/// A place in a disk image, written IMAGE[:PARTITION][/PATH]: the file; the partition by number from 1, label, type name such as esp, or
/// id, or null; and the path in its file system, "" for the root.
/// </summary>
public sealed record ImagePath(string File, string? Partition, string Path)
{
    /// <summary>The file if it is already open, such as standard input; it stays open.</summary>
    internal NamedFile? Opened { get; init; }

    /// <summary>
    /// Parses the text. The image is the longest beginning that names a file, so its own path may contain colons and slashes.
    /// </summary>
    public static ImagePath Parse(string text, Func<string, bool> fileExists)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileExists);
        for (int end = text.Length; end > 0; end = text.LastIndexOfAny([':', '/'], end - 1))
        {
            if (fileExists(text[..end]))
                return Split(text, end);
        }

        throw Failure.Of(ImageFaults.NoSuchImage, $"no beginning of \"{text}\" is a file", hint: "write IMAGE[:PARTITION][/PATH]");
    }

    /// <summary>
    /// Opens the volume: in the named partition, if there is one; else the whole image, if it is a volume; else in the only partition,
    /// or the EFI system partition, or the first. <see cref="Volume.Partition"/> tells which.
    /// </summary>
    public Volume Open(OpenOptions? options = null) => Open(
        Opened is null ? DiskImage.Open(File, options) : DiskImage.Open(Opened, options),
        (disk, offset, length) => FileSystem.OpenChecked(new SliceSource(disk, offset, length, owner: disk)));

    /// <summary>The same, for changes in place.</summary>
    public Volume OpenForWriting(OpenOptions? options = null) => Open(
        DiskImage.OpenForWriting(Opened is null ? File : throw NotInPlace(), options),
        (disk, offset, length) => FileSystem.OpenForWritingChecked(new SliceDisk(disk, offset, length), owner: disk));

    private FaultException NotInPlace() =>
        Failure.Of(EfiFaults.NotChangedInPlace, $"only files and block devices can be changed in place, and this is neither", File);

    private Volume Open<TDisk>(TDisk disk, Func<TDisk, long, long, Volume> open) where TDisk : Source
    {
        try
        {
            if (Partition is null && DiskContent.Of(disk).IsFileSystem)
                return open(disk, 0, disk.Length);

            var table = TableOf(disk);
            var partition = PartitionChoice.Of(disk, table, Partition);
            FileSystem.Check(disk.Slice(partition.Offset, partition.Length), FormattableString.Invariant($"partition {partition.Number}"));
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

        string word = partition[1..];
        if (!PartitionChoice.IsNumber(word))
            return new(file, word, path);
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            return new(file, number.ToString(CultureInfo.InvariantCulture), path);
        throw Failure.Of(ImageFaults.PartitionNumber, $"\"{word}\" is not a partition number: they start at 1", file);
    }

    private PartitionTable TableOf(Source disk)
    {
        var content = DiskContent.Of(disk);
        return content.Name switch
        {
            "gpt" or "mbr" when PartitionTable.Exists(disk) => PartitionTable.Read(disk),
            _ when content.IsFileSystem => throw disk.Bad(ImageFaults.NoSuchPartition,
                $"the disk has no partition {Partition}: the whole disk is {content.Description}", "leave the partition out"),
            _ => throw disk.Bad(ImageFaults.DiskContent,
                $"the disk holds {content.Description}; only partition tables (GPT, MBR), FAT, ext4 and EROFS filesystems can be read"),
        };
    }
}
