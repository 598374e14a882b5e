using System.Numerics;
using Bq2.Efi;

namespace Bq2.Image;

internal static partial class FatSizing
{
    // The number of clusters alone decides the type: up to 4,084 are FAT12, up to 65,524 FAT16. Some drivers are off by a few, so
    // Microsoft's specification asks to stay sixteen away; OVMF refuses a FAT32 with fewer.
    private const long Margin = 16;

    private const long Max12 = 4084 - Margin;
    private const long Min16 = 4085 + Margin;
    private const long Max16 = 65_524 - Margin;
    private const long Min32 = 65_525 + Margin;

    // FAT entries from 0x0ffffff7 on are special.
    private const long Max32 = 0x0fff_fff5;

    private static void CheckSectors(long bytes, int sectorSize)
    {
        if (sectorSize is < 512 or > 4096 || !BitOperations.IsPow2(sectorSize))
            throw Failure.Of(VolumeFaults.VolumeSize, $"a sector of {sectorSize:N0} bytes, not 512, 1024, 2048 or 4096");
        if (bytes < 0 || bytes % sectorSize != 0)
            throw Failure.Of(VolumeFaults.VolumeSize, $"{bytes:N0} bytes are not a multiple of the sector size {sectorSize:N0}");
        if (bytes / sectorSize > uint.MaxValue)
            throw Failure.Of(VolumeFaults.VolumeSize, $"{bytes:N0} bytes are too many: FAT counts up to {uint.MaxValue:N0} sectors");
    }

    private static bool Fits(FatLayout layout) => layout.Type switch
    {
        FatType.Fat12 => layout.Clusters is >= 1 and <= Max12,
        FatType.Fat16 => layout.Clusters is >= Min16 and <= Max16,
        _ => layout.Clusters is >= Min32 and <= Max32,
    };

    private static FaultException NoneFits(FatType type, long bytes, int sectorSize)
    {
        int smallest = ClusterSizes(type, bytes).Min();
        var layout = Make(type, (uint)(bytes / sectorSize), sectorSize, Math.Max(1, smallest / sectorSize), RootEntriesOf(type));
        bool tooSmall = layout.Clusters < (type switch { FatType.Fat12 => 1, FatType.Fat16 => Min16, _ => Min32 });
        if (!tooSmall)
        {
            return Failure.Of(VolumeFaults.VolumeSize,
                $"{bytes:N0} bytes are too many for FAT{(int)type}", hint: type == FatType.Fat32 ? null : "use FAT32");
        }

        string smaller = type == FatType.Fat12 ? "" : $", or use FAT{(type == FatType.Fat16 ? 12 : 16)}";
        return Failure.Of(VolumeFaults.VolumeTooSmall, $"{bytes:N0} bytes is too small for FAT{(int)type} with sectors of {sectorSize:N0}",
            hint: FormattableString.Invariant($"make it {SmallestAutoSize(type, sectorSize) >> 20} MiB or larger{smaller}"));
    }
}
