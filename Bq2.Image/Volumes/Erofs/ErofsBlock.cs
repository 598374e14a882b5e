namespace Bq2.Image;

/// <summary>The unit of space in the volumes made here.</summary>
internal static class ErofsBlock
{
    public const int Bits = 12, Size = 1 << Bits;

    /// <summary>Inodes begin at multiples of this, and are numbered by it.</summary>
    public const int SlotBits = 5, SlotSize = 1 << SlotBits;

    /// <summary>In a chunk's place: there is none, it is a hole.</summary>
    public const uint None = uint.MaxValue;

    public static long Count(long length) => (length + Size - 1) >> Bits;
}
