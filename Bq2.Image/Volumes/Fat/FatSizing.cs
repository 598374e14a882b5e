using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Lays out an empty volume of a given size: its type, and the sizes of its clusters and FATs.</summary>
internal static partial class FatSizing
{
    // As in mkfs.fat: FAT32 from this size on, unless another type is given.
    private const long Fat32From = 512 << 20;

    private const int UsualRootEntries = 512;
    private const int UsualReserved = 1;

    // The usual number for FAT32; the boot sector, FSInfo and their copies need eight.
    private const int UsualReserved32 = 32;

    // Below this size, aligning clusters costs more than it is worth; mkfs.fat has the same limit.
    private const int SmallVolume = 8192;

    // First the sizes that mkfs.fat tries, in its order; then those that give a small volume many clusters.
    private static readonly int[] s_smallClusters = [2 << 10, 4 << 10, 8 << 10, 16 << 10, 32 << 10, 1 << 10, 512];

    /// <summary>A volume of exactly this size. The default type is that of mkfs.fat.</summary>
    public static FatLayout For(FatType? type, long bytes, int sectorSize)
    {
        CheckSectors(bytes, sectorSize);
        uint sectors = (uint)(bytes / sectorSize);
        if (type is null or FatType.Fat12 && sectorSize == 512 && FatFloppy.Of(bytes) is { } floppy)
        {
            var small = Make(FatType.Fat12, sectors, sectorSize, floppy.SectorsPerCluster, floppy.RootEntries);
            return small with { Geometry = floppy.Geometry };
        }

        FatType[] types = type is { } one ? [one] : bytes >= Fat32From ? [FatType.Fat32] : [FatType.Fat12, FatType.Fat16];
        foreach (int cluster in ClusterSizes(types[0], bytes))
        {
            foreach (var each in types)
            {
                var layout = Make(each, sectors, sectorSize, Math.Max(1, cluster / sectorSize), RootEntriesOf(each));
                if (Fits(layout))
                    return layout;
            }
        }

        throw NoneFits(types[^1], bytes, sectorSize);
    }

    /// <summary>
    /// The size for content that needs <paramref name="clustersFor"/> clusters, plus a quarter.
    /// </summary>
    /// <param name="type">The type of FAT.</param>
    /// <param name="clustersFor">The number of clusters needed, by cluster size in bytes.</param>
    /// <param name="sectorSize">Bytes in a sector.</param>
    public static FatLayout ForContent(FatType type, Func<int, long> clustersFor, int sectorSize)
    {
        for (long size = SmallestAutoSize(type, sectorSize); ;)
        {
            var layout = For(type, size, sectorSize);
            long wanted = clustersFor(layout.ClusterSize) * 5 / 4;
            if (wanted <= layout.Clusters)
                return layout;

            // Add what is missing, and check again: the FATs grow too, and larger clusters waste more.
            size = Align.Up(size + (wanted - layout.Clusters) * layout.ClusterSize, 1 << 20);
        }
    }

    /// <summary>Slightly above the minimum: whole mebibytes, and with 4096-byte sectors the 260 that Windows requires.</summary>
    private static long SmallestAutoSize(FatType type, int sectorSize) => type switch
    {
        FatType.Fat12 => 1 << 20,
        FatType.Fat16 => (16L << 20) * Math.Max(1, sectorSize / 2048),
        _ => (32L << 20) * sectorSize / 512 + (sectorSize == 4096 ? 4 << 20 : 2 << 20),
    };

    private static int[] ClusterSizes(FatType type, long bytes) =>
        type == FatType.Fat32 ? [UsualClusterSize32(bytes)] : s_smallClusters;

    /// <summary>Microsoft's table for FAT32, which mkfs.fat uses too.</summary>
    private static int UsualClusterSize32(long bytes) => bytes switch
    {
        <= 260L << 20 => 512,
        <= 8L << 30 => 4 << 10,
        <= 16L << 30 => 8 << 10,
        <= 32L << 30 => 16 << 10,
        _ => 32 << 10,
    };

    private static int RootEntriesOf(FatType type) => type == FatType.Fat32 ? 0 : UsualRootEntries;

    /// <summary>
    /// The FAT must have an entry of B bits for each of N clusters and two more: F sectors of S bytes hold 8·F·S bits.
    /// What R reserved sectors, the root folder and two FATs leave of T sectors, is clusters of C sectors:
    /// N = (T - R - 2F) / C, rounded down. (N + 2)·B ≤ 8·F·S holds if (T - R - 2F + 2C)·B ≤ 8·F·S·C, that is if
    /// F ≥ (T - R + 2C)·B / (8·S·C + 2·B), rounded up. After that more sectors are reserved until clusters begin at a
    /// multiple of their size: N gets no larger by it, so F stays enough.
    /// </summary>
    private static FatLayout Make(FatType type, uint totalSectors, int sectorSize, int sectorsPerCluster, int rootEntries)
    {
        int bits = (int)type;
        long root = Align.Units((long)rootEntries * FatDirectoryEntry.Size, sectorSize);
        long reserved = type == FatType.Fat32 ? UsualReserved32 : UsualReserved;
        long left = Math.Max(0, totalSectors - reserved - root);
        long fat = Align.Units((left + 2 * sectorsPerCluster) * bits, 8L * sectorSize * sectorsPerCluster + FatLayout.UsualFatCount * bits);
        long firstData = reserved + FatLayout.UsualFatCount * fat + root;
        if (totalSectors > SmallVolume)
            reserved += Align.Up(firstData, sectorsPerCluster) - firstData;
        return new()
        {
            Type = type,
            SectorSize = sectorSize,
            TotalSectors = totalSectors,
            SectorsPerCluster = sectorsPerCluster,
            ReservedSectors = (int)reserved,
            SectorsPerFat = (uint)fat,
            RootEntries = rootEntries,
        };
    }
}
