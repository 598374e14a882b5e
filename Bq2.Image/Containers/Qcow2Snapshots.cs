namespace Bq2.Image;

/// <summary>Makes, applies and removes snapshots of a QCOW2 image.</summary>
public static class Qcow2Snapshots
{
    /// <summary>Makes a snapshot of the disk. The caller gives the time.</summary>
    public static void Create(string path, string name, DateTimeOffset date, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Change(path, options, disk => disk.AddSnapshot(name, date));
    }

    /// <summary>Returns the disk to a snapshot, found by id or else by name. The current state is lost.</summary>
    public static void Apply(string path, string idOrName, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(idOrName);
        Change(path, options, disk => disk.ApplySnapshot(idOrName));
    }

    /// <summary>Removes a snapshot. The disk does not change.</summary>
    public static void Remove(string path, string idOrName, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(idOrName);
        Change(path, options, disk => disk.RemoveSnapshot(idOrName));
    }

    private static void Change(string path, OpenOptions? options, Action<Qcow2Disk> change)
    {
        using var disk = DiskImage.OpenForWriting(path, options);
        if (disk is not Qcow2Disk image)
        {
            throw disk.Bad(ImageFaults.SnapshotImpossible,
                $"only QCOW2 images have snapshots, and this is a raw disk", "convert it to QCOW2");
        }

        change(image);
    }
}
