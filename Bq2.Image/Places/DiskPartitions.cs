using System.Globalization;

namespace Bq2.Image;

/// <summary>The partitions of an open disk.</summary>
/// <example>
/// <code>
/// using var disk = Qcow2Image.OpenForWriting("disk.qcow2");
/// using var esp = FileSystem.OpenForWriting(disk.Partition("esp"));
/// esp.Write("loader/loader.conf", Content.FromBytes("timeout 3\n"u8.ToArray()));
/// </code>
/// </example>
public static class DiskPartitions
{
    /// <summary>A partition by its number. It does not outlive the disk, and closing it closes nothing.</summary>
    public static Source Partition(this Source disk, int number) => disk.Partition(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A partition by its number, its label, the name of its type such as esp, or an id.</summary>
    public static Source Partition(this Source disk, string name)
    {
        var found = PartitionChoice.Of(disk, PartitionTable.Read(disk), name);
        return disk.Slice(found.Offset, found.Length);
    }

    /// <summary>A partition by its number, to be read and written. It does not outlive the disk, and closing it closes nothing.</summary>
    public static WritableDisk Partition(this WritableDisk disk, int number) =>
        disk.Partition(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A partition by its number, its label, the name of its type such as esp, or an id, to be read and written.</summary>
    public static WritableDisk Partition(this WritableDisk disk, string name) => (WritableDisk)((Source)disk).Partition(name);
}
