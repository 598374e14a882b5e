using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Reads and writes FAT entries of 12, 16 or 32 bits.</summary>
internal static class FatPacking
{
    // Entries from 0xff7 or 0xfff7 on are special; FAT32's special values have all the upper bits set too.
    private const uint LowestMark12 = FatCluster.Bad & 0xfff;
    private const uint LowestMark16 = FatCluster.Bad & 0xffff;

    /// <summary>The size of a number of entries in bytes.</summary>
    public static long Length(FatType type, long entries) => Align.Units(entries * (int)type, 8);

    /// <summary>The offset of an entry's first byte; on FAT12 it may share that byte with the entry before.</summary>
    public static long OffsetOf(FatType type, long entry) => entry * (int)type / 8;

    public static uint Get(ReadOnlySpan<byte> table, FatType type, int entry)
    {
        var bytes = table[(int)OffsetOf(type, entry)..];
        switch (type)
        {
            case FatType.Fat12:
                uint pair = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                uint twelve = (entry & 1) == 0 ? pair & 0xfff : pair >> 4;
                return twelve >= LowestMark12 ? twelve | FatCluster.Mask & ~0xfffu : twelve;
            case FatType.Fat16:
                uint sixteen = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                return sixteen >= LowestMark16 ? sixteen | FatCluster.Mask & ~0xffffu : sixteen;
            default:
                return BinaryPrimitives.ReadUInt32LittleEndian(bytes) & FatCluster.Mask;
        }
    }

    public static void Set(Span<byte> table, FatType type, int entry, uint value)
    {
        var bytes = table[(int)OffsetOf(type, entry)..];
        switch (type)
        {
            case FatType.Fat12:
                uint pair = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                pair = (entry & 1) == 0 ? pair & 0xf000 | value & 0xfff : pair & 0xf | (value & 0xfff) << 4;
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)pair);
                break;
            case FatType.Fat16:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
                break;
            default:
                uint old = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, old & ~FatCluster.Mask | value & FatCluster.Mask);
                break;
        }
    }

    public static byte[] Pack(ReadOnlySpan<uint> entries, FatType type)
    {
        if (type == FatType.Fat32)
            return MemoryMarshal.AsBytes(entries).ToArray();

        var table = new byte[Length(type, entries.Length)];
        for (int i = 0; i < entries.Length; i++)
            Set(table, type, i, entries[i]);
        return table;
    }
}
