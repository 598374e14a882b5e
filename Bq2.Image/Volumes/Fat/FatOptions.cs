namespace Bq2.Image;

/// <summary>How a FAT volume is to be made.</summary>
public sealed record FatOptions
{
    /// <summary>
    /// Null for what mkfs.fat would take: FAT32 from 512 MiB on, below that FAT12 or FAT16; and where there is no size
    /// either, FAT32, which is what firmware wants.
    /// </summary>
    public FatType? Type { get; init; }

    /// <summary>
    /// Bytes, a multiple of the sector size; null for the content and a quarter more. FAT32 then has at least 34 MiB, or
    /// 260 with sectors of 4096 bytes: with less, firmware would take it for another type.
    /// </summary>
    public long? Size { get; init; }

    /// <summary>Up to eleven characters, stored in upper case; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>The serial number, by which Linux calls the volume; null for one that is derived from its content and its size.</summary>
    public uint? VolumeId { get; init; }

    /// <summary>The time of everything that has none of its own. FAT cannot tell times before 1980.</summary>
    public DateTimeOffset Time { get; init; } = FatTime.Earliest;

    /// <summary>Where the volume's partition starts on its disk, in sectors.</summary>
    public uint HiddenSectors { get; init; }

    /// <summary>512, 1024, 2048 or 4096: that of the disk it will lie on.</summary>
    public int SectorSize { get; init; } = 512;
}
