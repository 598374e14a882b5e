using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The layout of a FAT volume: reserved sectors, the FATs, on FAT12 and FAT16 the root folder, then clusters to the end.
/// </summary>
internal sealed record FatLayout
{
    public const int UsualFatCount = 2;

    public required FatType Type { get; init; }

    public required int SectorSize { get; init; }

    public required uint TotalSectors { get; init; }

    public required int SectorsPerCluster { get; init; }

    public required int ReservedSectors { get; init; }

    public int FatCount { get; init; } = UsualFatCount;

    public required uint SectorsPerFat { get; init; }

    /// <summary>The rows of the root folder on FAT12 and FAT16; 0 on FAT32.</summary>
    public required int RootEntries { get; init; }

    public FatGeometry Geometry { get; init; } = FatGeometry.Disk;

    public int ClusterSize => SectorSize * SectorsPerCluster;

    public long Length => (long)TotalSectors * SectorSize;

    public int RootLength => RootEntries * FatDirectoryEntry.Size;

    public long RootOffset => (ReservedSectors + (long)FatCount * SectorsPerFat) * SectorSize;

    public long FirstDataSector => ReservedSectors + (long)FatCount * SectorsPerFat + Align.Units(RootLength, SectorSize);

    public long Clusters => Math.Max(0, (TotalSectors - FirstDataSector) / SectorsPerCluster);

    /// <summary>All entries of the FAT: two special ones, and one per cluster.</summary>
    public long FatEntries => FatCluster.First.Number + Clusters;

    public bool Has(FatCluster cluster) => cluster.Number >= FatCluster.First.Number && cluster.Number < FatEntries;

    public long OffsetOfFat(int index) => (ReservedSectors + (long)index * SectorsPerFat) * SectorSize;

    public FatCluster ClusterAt(long offset) => FatCluster.First + (offset - FirstDataSector * SectorSize) / ClusterSize;

    public long OffsetOf(FatCluster cluster) =>
        FirstDataSector * SectorSize + (long)(cluster.Number - FatCluster.First.Number) * ClusterSize;
}
