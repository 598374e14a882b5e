namespace Bq2.Image;

/// <summary>The three kinds of FAT volume, called by the bits of an entry in their table.</summary>
public enum FatType
{
    Fat12 = 12,
    Fat16 = 16,
    Fat32 = 32,
}
