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
    /// <summary>A partition by number. It is valid while the disk is open, and need not be closed.</summary>
    public static Source Partition(this Source disk, int number) => disk.Partition(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A partition by number, label, type name such as esp, or id.</summary>
    public static Source Partition(this Source disk, string name)
    {
        ArgumentNullException.ThrowIfNull(disk);
        ArgumentNullException.ThrowIfNull(name);
        var found = PartitionChoice.Of(disk, PartitionTable.Read(disk), name);
        return disk.Slice(found.Offset, found.Length);
    }

    /// <summary>A partition by number, for reading and writing. It is valid while the disk is open, and need not be closed.</summary>
    public static WritableDisk Partition(this WritableDisk disk, int number) =>
        disk.Partition(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A partition by number, label, type name such as esp, or id, for reading and writing.</summary>
    public static WritableDisk Partition(this WritableDisk disk, string name) => (WritableDisk)((Source)disk).Partition(name);
}
