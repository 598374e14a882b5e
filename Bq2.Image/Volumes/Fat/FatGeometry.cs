namespace Bq2.Image;

/// <summary>The medium's geometry in the boot sector. Nothing computes with it, but mtools requires plausible values.</summary>
/// <param name="Media">The media descriptor; also in the first FAT entry.</param>
/// <param name="SectorsPerTrack">Sectors in a track.</param>
/// <param name="Heads">The number of heads; nominal for hard disks.</param>
internal readonly record struct FatGeometry(byte Media, ushort SectorsPerTrack, ushort Heads)
{
    public const byte FixedMedia = 0xf8;

    /// <summary>A fixed disk.</summary>
    public static readonly FatGeometry Disk = new(FixedMedia, 32, 64);

    /// <summary>The BIOS drive number: fixed disks start at 0x80.</summary>
    public byte DriveNumber => Media == FixedMedia ? (byte)0x80 : (byte)0;
}
