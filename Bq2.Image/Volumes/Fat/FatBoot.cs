namespace Bq2.Image;

/// <summary>The content of a valid boot sector, for any type of FAT.</summary>
internal sealed record FatBoot
{
    public required FatLayout Layout { get; init; }

    /// <summary>The first cluster of the root folder; none on FAT12 and FAT16, where it has its own place.</summary>
    public FatCluster RootCluster { get; init; }

    /// <summary>The active FAT.</summary>
    public int ActiveFat { get; init; }

    /// <summary>Whether the other FATs mirror it.</summary>
    public bool IsMirrored { get; init; } = true;

    /// <summary>The sectors that only FAT32 has; null if there are none.</summary>
    public int? FsInfoSector { get; init; }

    public int? BackupSector { get; init; }

    public required uint VolumeId { get; init; }

    public required FatShortName Label { get; init; }

    public required bool IsDirty { get; init; }

    /// <summary>The offsets of the state and the label in the boot sector.</summary>
    public int StateOffset => Layout.Type == FatType.Fat32 ? Fat32BootSector.StateOffset : Fat16BootSector.StateOffset;

    public int LabelOffset => Layout.Type == FatType.Fat32 ? Fat32BootSector.LabelOffset : Fat16BootSector.LabelOffset;
}
