namespace Bq2.Image;

/// <summary>What a volume says of the medium it lies on. Nobody computes with it, but mtools wants it to be likely.</summary>
/// <param name="Media">A number for the kind of medium; again in the first FAT entry.</param>
/// <param name="SectorsPerTrack">Sectors in a track.</param>
/// <param name="Heads">Sides, or what disks were said to have.</param>
internal readonly record struct FatGeometry(byte Media, ushort SectorsPerTrack, ushort Heads)
{
    public const byte FixedMedia = 0xf8;

    /// <summary>A disk that is not taken out.</summary>
    public static readonly FatGeometry Disk = new(FixedMedia, 32, 64);

    /// <summary>As BIOS numbers drives: disks from 0x80.</summary>
    public byte DriveNumber => Media == FixedMedia ? (byte)0x80 : (byte)0;
}
