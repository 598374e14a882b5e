using System.Numerics;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Reads the boot sector of a FAT volume and checks everything that the rest relies on.</summary>
internal static class FatBootReader
{
    /// <summary>A rough look, before one decides what a disk is: does a FAT volume of any kind begin here?</summary>
    public static bool LooksLikeFat(Source source)
    {
        if (source.Length < FatBootSector.Size)
            return false;

        var boot = MemoryMarshal.Read<FatBootSector>(source.ReadBytes(0, FatBootSector.Size));
        return boot.Signature == FatBootSector.BootSignature && boot.Jump[0] is 0xeb or 0xe9
            && IsSectorSize(boot.BytesPerSector) && BitOperations.IsPow2(boot.SectorsPerCluster) && boot.FatCount is 1 or 2;
    }

    public static FatBootSector Read(Source source)
    {
        if (source.Length < FatBootSector.Size)
            throw source.Bad("FAT010", $"{source.Length} bytes are too few for a FAT volume");

        var boot = MemoryMarshal.Read<FatBootSector>(source.ReadBytes(0, FatBootSector.Size));
        if (boot.Signature != FatBootSector.BootSignature)
            throw source.Bad("FAT010", $"not a FAT volume: its first sector ends with 0x{boot.Signature:x4}, not 0xaa55", 510, 2);
        if (!IsSectorSize(boot.BytesPerSector))
            throw source.Bad("FAT010", $"a sector of {boot.BytesPerSector} bytes, not 512, 1024, 2048 or 4096", 11, 2);
        if (!BitOperations.IsPow2(boot.SectorsPerCluster) || boot.SectorsPerCluster * boot.BytesPerSector > 64 << 10)
            throw source.Bad("FAT010", $"{boot.SectorsPerCluster} sectors in a cluster, not a power of two up to 64 KiB", 13, 1);
        if (boot.FatCount is 0 or > 2)
            throw source.Bad("FAT010", $"{boot.FatCount} FATs, not 1 or 2", 16, 1);
        if (boot.SectorsPerFat16 != 0)
        {
            throw source.Bad("FAT011",
                $"this is FAT12 or FAT16, which cannot be read yet", 22, 2, "mkfs.fat -F 32 makes what can be read");
        }

        return boot;
    }

    /// <summary>Where everything lies in a volume somebody else made. It may lie anywhere, but inside.</summary>
    public static FatLayout LayoutOf(Source source, FatBootSector boot)
    {
        var layout = new FatLayout
        {
            SectorSize = boot.BytesPerSector,
            TotalSectors = boot.TotalSectors,
            SectorsPerCluster = boot.SectorsPerCluster,
            ReservedSectors = boot.ReservedSectors,
            FatCount = boot.FatCount,
            SectorsPerFat = boot.SectorsPerFat,
        };
        if ((long)layout.TotalSectors * layout.SectorSize > source.Length)
        {
            throw source.Bad("FAT010",
                $"{layout.TotalSectors:N0} sectors of {layout.SectorSize}, but there are only {source.Length:N0} bytes", 32, 4);
        }

        if (layout.ReservedSectors == 0 || layout.FirstDataSector > layout.TotalSectors)
        {
            throw source.Bad("FAT010",
                $"reserved sectors and FATs end at sector {layout.FirstDataSector:N0} of {layout.TotalSectors:N0}", 14, 2);
        }

        if ((layout.Clusters + FatCluster.First.Number) * sizeof(uint) > (long)layout.SectorsPerFat * layout.SectorSize)
        {
            throw source.Bad("FAT010",
                $"a FAT of {layout.SectorsPerFat:N0} sectors has no room for {layout.Clusters:N0} clusters", 36, 4);
        }

        return layout;
    }

    private static bool IsSectorSize(int bytes) => bytes is >= 512 and <= 4096 && BitOperations.IsPow2(bytes);
}
