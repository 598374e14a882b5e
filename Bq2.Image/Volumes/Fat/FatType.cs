namespace Bq2.Image;

/// <summary>The three kinds of FAT volume, called by the bits of an entry in their table.</summary>
public enum FatType
{
    /// <summary>FAT12, for floppies.</summary>
    Fat12 = 12,
    /// <summary>FAT16, for small disks.</summary>
    Fat16 = 16,
    /// <summary>FAT32.</summary>
    Fat32 = 32,
}
