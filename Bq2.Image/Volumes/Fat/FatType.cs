namespace Bq2.Image;

/// <summary>The three types of FAT volumes, named after the number of bits in a FAT entry.</summary>
public enum FatType
{
    /// <summary>FAT12, for floppies.</summary>
    Fat12 = 12,
    /// <summary>FAT16, for small disks.</summary>
    Fat16 = 16,
    /// <summary>FAT32.</summary>
    Fat32 = 32,
}
