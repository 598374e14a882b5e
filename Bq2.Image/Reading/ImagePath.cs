using System.Globalization;

namespace Bq2.Image;

/// <summary>
/// A place in a disk image as people write it, IMAGE[:PARTITION][/PATH]: the file, the partition's number from 1 or
/// null, and the path in its file system, "" for the root.
/// </summary>
public sealed record ImagePath(string File, int? Partition, string Path)
{
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
    /// Opens the FAT volume that this names: the partition, if there is one; else the whole image, if it is a volume; else
    /// the disk's EFI system partition.
    /// </summary>
    public FatVolume OpenFat() => Open(DiskImage.Open(File), (disk, offset, length) =>
        FatVolume.Open(new SliceSource(disk, offset, length, owner: disk)));

    /// <summary>The same, to be changed in place.</summary>
    public FatVolume OpenFatForWriting() => Open(WritableDisk.Open(File), (disk, offset, length) =>
        FatVolume.OpenForWriting(new SliceDisk(disk, offset, length), owner: disk));

    private FatVolume Open<TDisk>(TDisk disk, Func<TDisk, long, long, FatVolume> open) where TDisk : Source
    {
        try
        {
            var (offset, length) = VolumeOn(disk);
            return open(disk, offset, length);
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
        if (partition.Length == 0)
            return new(file, null, path);
        if (int.TryParse(partition.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
            return new(file, number, path);

        throw Failure.Of(ImageFaults.PartitionNumber, $"\"{partition[1..]}\" is no partition's number: they count from 1", file);
    }

    private (long Offset, long Length) VolumeOn(Source disk)
    {
        if (Partition is null && FatBootReader.LooksLikeFat(disk))
            return (0, disk.Length);

        var table = GptDisk.Read(disk);
        var partition = Partition is { } number
            ? table.Partitions.FirstOrDefault(found => found.Number == number)
            : table.Partitions.FirstOrDefault(found => found.Type == PartitionType.Esp);
        if (partition is not null)
            return (partition.Offset, partition.Length);

        var names = table.Partitions.Select(found => FormattableString.Invariant($"{found.Number} ({found.Type.Name})"));
        string has = string.Join(", ", names);
        throw Partition is null
            ? disk.Bad(ImageFaults.NoSystemPartition, $"the disk has no EFI system partition", $"it has: {has}")
            : disk.Bad(ImageFaults.NoSuchPartition, $"the disk has no partition {Partition}", $"it has: {has}");
    }
}
