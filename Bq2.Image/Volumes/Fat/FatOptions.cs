namespace Bq2.Image;

/// <summary>Options for making a FAT volume.</summary>
public sealed record FatOptions
{
    /// <summary>
    /// Null for the choice of mkfs.fat: FAT32 from 512 MiB on, below that FAT12 or FAT16. Without a size, FAT32, which firmware expects.
    /// </summary>
    public FatType? Type { get; init; }

    /// <summary>
    /// In bytes, a multiple of the sector size; null for the content and a quarter more. FAT32 then has at least 34 MiB, or 260 with
    /// sectors of 4096 bytes: if smaller, firmware would mistake it for another type.
    /// </summary>
    public long? Size { get; init; }

    /// <summary>Up to eleven characters, stored in upper case; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>The serial number, which Linux shows as the UUID; null to derive one from the content and size.</summary>
    public uint? VolumeId { get; init; }

    /// <summary>The time of every entry without its own. FAT cannot store times before 1980.</summary>
    public DateTimeOffset Time { get; init; } = FatTime.Earliest;

    /// <summary>The start of the volume's partition on its disk, in sectors.</summary>
    public uint HiddenSectors { get; init; }

    /// <summary>512, 1024, 2048 or 4096, as on the target disk.</summary>
    public int SectorSize { get; init; } = 512;
}
