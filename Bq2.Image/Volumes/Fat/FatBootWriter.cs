using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Makes the boot sector of a new volume.</summary>
internal static class FatBootWriter
{
    public const int FsInfoSector = 1;
    public const int BackupSector = 6;

    // hlt in a loop: a BIOS that boots it halts.
    private static readonly byte[] s_bootCode = [0xf4, 0xeb, 0xfd];

    public static byte[] Boot(FatLayout layout, FatOptions options, FatShortName? label) =>
        layout.Type == FatType.Fat32 ? Boot32(layout, options, label) : Boot16(layout, options, label);

    private static byte[] Boot32(FatLayout layout, FatOptions options, FatShortName? label)
    {
        var boot = new Fat32BootSector
        {
            Parameters = Parameters(layout, options, jump: 0x58),
            SectorsPerFat = layout.SectorsPerFat,
            RootCluster = FatCluster.First.Number,
            FsInfoSector = FsInfoSector,
            BackupBootSector = BackupSector,
            DriveNumber = layout.Geometry.DriveNumber,
            ExtendedSignature = Fat32BootSector.HasVolumeId,
            VolumeId = options.VolumeId!.Value,
            Label = label ?? FatLabel.None,
            Signature = Fat32BootSector.BootSignature,
        };
        "FAT32   "u8.CopyTo(boot.TypeName);
        s_bootCode.CopyTo(boot.BootCode);
        return StructBytes.ToBytes(boot);
    }

    private static byte[] Boot16(FatLayout layout, FatOptions options, FatShortName? label)
    {
        var boot = new Fat16BootSector
        {
            Parameters = Parameters(layout, options, jump: 0x3c),
            DriveNumber = layout.Geometry.DriveNumber,
            ExtendedSignature = Fat32BootSector.HasVolumeId,
            VolumeId = options.VolumeId!.Value,
            Label = label ?? FatLabel.None,
            Signature = Fat32BootSector.BootSignature,
        };
        (layout.Type == FatType.Fat12 ? "FAT12   "u8 : "FAT16   "u8).CopyTo(boot.TypeName);
        s_bootCode.CopyTo(boot.BootCode);
        return StructBytes.ToBytes(boot);
    }

    /// <param name="layout">The layout of the volume.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="jump">The distance from the end of the jump to the boot code.</param>
    private static FatParameters Parameters(FatLayout layout, FatOptions options, byte jump)
    {
        bool isSmall = layout.Type != FatType.Fat32 && layout.TotalSectors <= ushort.MaxValue;
        var parameters = new FatParameters
        {
            BytesPerSector = (ushort)layout.SectorSize,
            SectorsPerCluster = (byte)layout.SectorsPerCluster,
            ReservedSectors = (ushort)layout.ReservedSectors,
            FatCount = (byte)layout.FatCount,
            RootEntryCount = (ushort)layout.RootEntries,
            TotalSectors16 = isSmall ? (ushort)layout.TotalSectors : (ushort)0,
            Media = layout.Geometry.Media,
            SectorsPerFat16 = layout.Type == FatType.Fat32 ? (ushort)0 : (ushort)layout.SectorsPerFat,
            SectorsPerTrack = layout.Geometry.SectorsPerTrack,
            Heads = layout.Geometry.Heads,
            HiddenSectors = options.HiddenSectors,
            TotalSectors32 = isSmall ? 0 : layout.TotalSectors,
        };
        new byte[] { 0xeb, jump, 0x90 }.CopyTo(parameters.Jump);
        "BQ2     "u8.CopyTo(parameters.OemName);
        return parameters;
    }
}
