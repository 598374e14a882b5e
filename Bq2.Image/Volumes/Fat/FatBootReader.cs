using System.Numerics;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Reads the boot sector of a FAT volume, and checks everything that the other code relies on.</summary>
internal static partial class FatBootReader
{
    /// <summary>A quick check whether a FAT volume of any type begins here, for detecting what a disk contains.</summary>
    public static bool LooksLikeFat(Source source)
    {
        if (source.Length < Fat32BootSector.Size)
            return false;

        var boot = MemoryMarshal.Read<Fat32BootSector>(source.ReadBytes(0, Fat32BootSector.Size));
        var parameters = boot.Parameters;
        return boot.Signature == Fat32BootSector.BootSignature && parameters.Jump[0] is 0xeb or 0xe9
            && IsSectorSize(parameters.BytesPerSector) && BitOperations.IsPow2(parameters.SectorsPerCluster)
            && parameters.FatCount is 1 or 2;
    }

    public static FatBoot Read(Source source)
    {
        if (source.Length < Fat32BootSector.Size)
            throw source.Bad(VolumeFaults.NotFat, $"{source.Length} bytes are too few for a FAT volume");

        byte[] sector = source.ReadBytes(0, Fat32BootSector.Size);
        var boot = MemoryMarshal.Read<Fat32BootSector>(sector);
        if (boot.Signature != Fat32BootSector.BootSignature)
        {
            throw source.Bad(VolumeFaults.NotFat,
                $"not a FAT volume: its first sector ends with 0x{boot.Signature:x4}, not 0xaa55",
                FieldPlace.Of(in boot, in boot.Signature));
        }

        CheckParameters(source, boot.Parameters);
        return boot.Parameters.SectorsPerFat16 == 0
            ? Read32(source, boot)
            : Read16(source, MemoryMarshal.Read<Fat16BootSector>(sector));
    }

    private static void CheckParameters(Source source, in FatParameters parameters)
    {
        if (!IsSectorSize(parameters.BytesPerSector))
        {
            throw source.Bad(VolumeFaults.NotFat, $"a sector of {parameters.BytesPerSector} bytes, not 512, 1024, 2048 or 4096",
                FieldPlace.Of(in parameters, in parameters.BytesPerSector));
        }

        if (!BitOperations.IsPow2(parameters.SectorsPerCluster) || parameters.SectorsPerCluster * parameters.BytesPerSector > 64 << 10)
        {
            throw source.Bad(VolumeFaults.NotFat,
                $"{parameters.SectorsPerCluster} sectors in a cluster, not a power of two up to 64 KiB",
                FieldPlace.Of(in parameters, in parameters.SectorsPerCluster));
        }

        if (parameters.FatCount is 0 or > 2)
        {
            throw source.Bad(VolumeFaults.NotFat,
                $"{parameters.FatCount} FATs, not 1 or 2", FieldPlace.Of(in parameters, in parameters.FatCount));
        }
    }

    private static void Check32(Source source, in Fat32BootSector boot)
    {
        if (boot.Parameters.RootEntryCount != 0)
        {
            throw source.Bad(VolumeFaults.NotFat, $"a FAT32 volume has {boot.Parameters.RootEntryCount} root entries, not 0",
                FieldPlace.Of(in boot, in boot.Parameters.RootEntryCount));
        }

        if (boot.Version != 0)
        {
            throw source.Bad(VolumeFaults.FatVersion,
                $"FAT32 version {boot.Version >> 8}.{boot.Version & 255} is not supported, only 0.0",
                FieldPlace.Of(in boot, in boot.Version));
        }
    }

    private static FatBoot Read32(Source source, in Fat32BootSector boot)
    {
        Check32(source, boot);
        var layout = LayoutOf(source, boot.Parameters, FatType.Fat32, boot.SectorsPerFat);
        CheckClusters(source, layout, boot.Parameters, MaxClusters32, FieldPlace.Of(in boot, in boot.SectorsPerFat));
        bool mirrored = (boot.ExtendedFlags & FatExtendedFlags.OnlyActive) == 0;
        int active = mirrored ? 0 : (int)(boot.ExtendedFlags & FatExtendedFlags.ActiveFat);
        if (active >= layout.FatCount)
        {
            throw source.Bad(VolumeFaults.NotFat, $"FAT {active} is active, but there are only {layout.FatCount}, counted from 0",
                FieldPlace.Of(in boot, in boot.ExtendedFlags));
        }

        return new()
        {
            Layout = layout,
            RootCluster = new(boot.RootCluster & FatCluster.Mask),
            ActiveFat = active,
            IsMirrored = mirrored,
            FsInfoSector = SectorWithin(layout, boot.FsInfoSector),
            BackupSector = SectorWithin(layout, boot.BackupBootSector),
            VolumeId = boot.VolumeId,
            Label = boot.Label,
            IsDirty = (boot.State & FatState.Dirty) != 0,
        };
    }

    private static FatBoot Read16(Source source, in Fat16BootSector boot)
    {
        var layout = LayoutOf(source, boot.Parameters, FatType.Fat16, boot.Parameters.SectorsPerFat16);
        if (layout.Clusters <= MaxClusters12)
            layout = layout with { Type = FatType.Fat12 };
        CheckClusters(source, layout, boot.Parameters, MaxClusters16, FieldPlace.Of(in boot, in boot.Parameters.SectorsPerFat16));
        return new()
        {
            Layout = layout,
            VolumeId = boot.VolumeId,
            Label = boot.Label,
            IsDirty = (boot.State & FatState.Dirty) != 0,
        };
    }

    private static bool IsSectorSize(int bytes) => bytes is >= 512 and <= 4096 && BitOperations.IsPow2(bytes);
}
