namespace Bq2.Image;

/// <summary>What a volume's boot sector says, whatever its type, once it was found sound.</summary>
internal sealed record FatBoot
{
    public required FatLayout Layout { get; init; }

    /// <summary>Where the root folder begins; none on FAT12 and FAT16, where it has its own place.</summary>
    public FatCluster RootCluster { get; init; }

    /// <summary>The FAT that counts.</summary>
    public int ActiveFat { get; init; }

    /// <summary>Whether the others are to be the same.</summary>
    public bool IsMirrored { get; init; } = true;

    /// <summary>The sectors of FAT32 that others have not; null where there are none.</summary>
    public int? FsInfoSector { get; init; }

    public int? BackupSector { get; init; }

    public required uint VolumeId { get; init; }

    public required FatShortName Label { get; init; }

    public required bool IsDirty { get; init; }

    /// <summary>Where in the boot sector the state and the label stand.</summary>
    public int StateOffset => Layout.Type == FatType.Fat32 ? Fat32BootSector.StateOffset : Fat16BootSector.StateOffset;

    public int LabelOffset => Layout.Type == FatType.Fat32 ? Fat32BootSector.LabelOffset : Fat16BootSector.LabelOffset;
}
