namespace Bq2.Image;

/// <summary>
/// The floppy disks still in use. Drives identify a disk by these numbers, so a volume of exactly such a size gets exactly them.
/// </summary>
internal sealed record FatFloppy(long Length, FatGeometry Geometry, int SectorsPerCluster, int RootEntries)
{
    private static readonly FatFloppy[] s_known =
    [
        new(720 << 10, new(0xf9, 9, 2), SectorsPerCluster: 2, RootEntries: 112),
        new(1440 << 10, new(0xf0, 18, 2), SectorsPerCluster: 1, RootEntries: 224),
        new(2880 << 10, new(0xf0, 36, 2), SectorsPerCluster: 2, RootEntries: 224),
    ];

    public static FatFloppy? Of(long bytes) => Array.Find(s_known, floppy => floppy.Length == bytes);
}
