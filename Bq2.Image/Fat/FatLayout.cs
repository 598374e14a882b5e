using System.Numerics;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Where the parts of a FAT32 volume lie: reserved sectors, two FATs, then clusters to the end.</summary>
internal sealed record FatLayout
{
    // Drivers call a volume with fewer than 65,525 clusters FAT16, whatever its fields say, and OVMF refuses it.
    // Microsoft's paper asks to stay sixteen away from that border, because some get it wrong by a few.
    public const long MinClusters = 65_525 + 16;

    // FAT entries from 0x0ffffff7 on mean other things.
    public const long MaxClusters = 0x0fff_fff5;

    private const int UsualFatCount = 2;

    // The usual number; boot sector, FSInfo and their copies need eight of them.
    private const int UsualReserved = 32;

    public required int SectorSize { get; init; }

    public required uint TotalSectors { get; init; }

    public required int SectorsPerCluster { get; init; }

    public required int ReservedSectors { get; init; }

    public int FatCount { get; init; } = UsualFatCount;

    public required uint SectorsPerFat { get; init; }

    public int ClusterSize => SectorSize * SectorsPerCluster;

    public long FirstDataSector => ReservedSectors + (long)FatCount * SectorsPerFat;

    public long Clusters => (TotalSectors - FirstDataSector) / SectorsPerCluster;

    public long OffsetOfFat(int index) => (ReservedSectors + (long)index * SectorsPerFat) * SectorSize;

    public long OffsetOf(FatCluster cluster) =>
        FirstDataSector * SectorSize + (long)(cluster.Number - FatCluster.First.Number) * ClusterSize;

    /// <summary>A volume of exactly this size.</summary>
    public static FatLayout For(long bytes, int sectorSize)
    {
        if (sectorSize is < 512 or > 4096 || !BitOperations.IsPow2(sectorSize))
            throw Failure.Of("FAT002", $"a sector of {sectorSize:N0} bytes, not 512, 1024, 2048 or 4096");
        if (bytes < 0 || bytes % sectorSize != 0)
            throw Failure.Of("FAT002", $"{bytes:N0} bytes are no whole number of sectors of {sectorSize:N0}");
        if (bytes / sectorSize > uint.MaxValue)
            throw Failure.Of("FAT002", $"{bytes:N0} bytes are too many: FAT counts up to {uint.MaxValue:N0} sectors");

        var layout = For((uint)(bytes / sectorSize), sectorSize, Math.Max(1, UsualClusterSize(bytes) / sectorSize));
        if (layout.Clusters > MaxClusters)
            throw Failure.Of("FAT002", $"{bytes:N0} bytes are too many: FAT32 has up to {MaxClusters:N0} clusters");
        if (layout.Clusters < MinClusters)
        {
            throw Failure.Of("FAT001", $"{bytes:N0} bytes is too small for FAT32 with sectors of {sectorSize:N0}",
                hint: FormattableString.Invariant($"make it {SmallestAutoSize(sectorSize) >> 20} MiB or larger"));
        }

        return layout;
    }

    /// <summary>
    /// The size at which content that needs <paramref name="clustersFor"/> so many clusters has a quarter more room.
    /// </summary>
    /// <param name="clustersFor">The clusters needed where a cluster has this many bytes.</param>
    /// <param name="sectorSize">Bytes in a sector.</param>
    public static FatLayout ForContent(Func<int, long> clustersFor, int sectorSize)
    {
        for (long size = SmallestAutoSize(sectorSize); ;)
        {
            var layout = For(size, sectorSize);
            long wanted = clustersFor(layout.ClusterSize) * 5 / 4;
            if (wanted <= layout.Clusters)
                return layout;

            // Larger by what is missing; the FATs grow with that and larger clusters waste more, so look again.
            size = Align.Up(size + (wanted - layout.Clusters) * layout.ClusterSize, 1 << 20);
        }
    }

    /// <summary>34 MiB with 512-byte sectors: the smallest FAT32 with a little room, on whole mebibytes.</summary>
    private static long SmallestAutoSize(int sectorSize) => (34L << 20) * sectorSize / 512;

    /// <summary>
    /// The FAT must have an entry for each of N clusters and two more: F sectors of it hold F·E entries, E = sector size / 4.
    /// What R reserved sectors and two FATs leave of T sectors, is clusters of C sectors: N = (T - R - 2F) / C, rounded down.
    /// N + 2 ≤ F·E holds if (T - R - 2F) + 2C ≤ F·E·C, that is if F ≥ (T - R + 2C) / (E·C + 2), rounded up.
    /// After that more sectors are reserved until clusters begin at a multiple of their size: N gets no larger by it, so F
    /// stays enough.
    /// </summary>
    private static FatLayout For(uint totalSectors, int sectorSize, int sectorsPerCluster)
    {
        long entriesPerSector = sectorSize / sizeof(uint);
        long left = Math.Max(0, (long)totalSectors - UsualReserved);
        long fat = Align.Units(left + 2 * sectorsPerCluster, entriesPerSector * sectorsPerCluster + UsualFatCount);
        long firstData = Align.Up(UsualReserved + UsualFatCount * fat, sectorsPerCluster);
        return new()
        {
            SectorSize = sectorSize,
            TotalSectors = totalSectors,
            SectorsPerCluster = sectorsPerCluster,
            ReservedSectors = (int)(firstData - UsualFatCount * fat),
            SectorsPerFat = (uint)fat,
        };
    }

    /// <summary>Microsoft's table, which mkfs.fat follows as well.</summary>
    private static int UsualClusterSize(long bytes) => bytes switch
    {
        <= 260L << 20 => 512,
        <= 8L << 30 => 4 << 10,
        <= 16L << 30 => 8 << 10,
        <= 32L << 30 => 16 << 10,
        _ => 32 << 10,
    };
}
