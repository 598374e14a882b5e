namespace Bq2.Image;

/// <summary>The snapshots of a QCOW2 image: makes them, takes the disk back to one, and removes them.</summary>
public static class Qcow2Snapshots
{
    /// <summary>Keeps the disk as it is now under a name. The time is the caller's to say.</summary>
    public static void Create(string path, string name, DateTimeOffset date, OpenOptions? options = null) =>
        Change(path, options, disk => disk.AddSnapshot(name, date));

    /// <summary>Makes the disk what it was, by the id or else the name of a snapshot. What it is now is lost.</summary>
    public static void Apply(string path, string idOrName, OpenOptions? options = null) =>
        Change(path, options, disk => disk.ApplySnapshot(idOrName));

    /// <summary>Removes a snapshot. The disk stays as it is.</summary>
    public static void Remove(string path, string idOrName, OpenOptions? options = null) =>
        Change(path, options, disk => disk.RemoveSnapshot(idOrName));

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
