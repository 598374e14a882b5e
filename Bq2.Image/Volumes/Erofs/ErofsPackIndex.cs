using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The index of a compressed file: for each logical cluster whether compressed data begin in it, where, and in which block. In the compact
/// form, packs of clusters share the number of a block, from which the others are counted.
/// </summary>
internal sealed class ErofsPackIndex
{
    private const int MaxCompactBits = 14, TwoByteBits = 12;
    private const int TypeMask = 3;
    private const int PackAlignment = 32;

    // Two clusters in eight bytes, or sixteen in 32.
    private const int WideCount = 2, NarrowCount = 16;

    private readonly ErofsReader _volume;
    private readonly ErofsInode _inode;
    private readonly bool _isCompact;
    private readonly bool _hasManyBlocks;
    private readonly int _bits;
    private readonly long _start;

    // The compact form begins with wide entries up to an aligned place, and ends with those that fill no narrow pack.
    private readonly long _firstWide;
    private readonly long _narrow;

    public ErofsPackIndex(ErofsReader volume, ErofsInode inode, ErofsPackAdvice advice, int bits)
    {
        (_volume, _inode, _bits) = (volume, inode, bits);
        _isCompact = inode.Layout == ErofsDataLayout.CompressedCompact;
        _hasManyBlocks = advice.HasFlag(ErofsPackAdvice.ManyBlocks1);
        Count = Align.Units(inode.Length, 1L << bits);
        _start = Align.Up(inode.HeadEnd, ErofsPackHeader.Size) + ErofsPackHeader.Size + (_isCompact ? 0 : Full.Size);
        if (_isCompact && bits > (advice.HasFlag(ErofsPackAdvice.TwoByteIndex) ? TwoByteBits : MaxCompactBits))
            throw Bad(_start, $"inode {inode.Nid} has a compact index for clusters of 2^{bits} bytes");

        _firstWide = Math.Min(Count, (PackAlignment - _start % PackAlignment) % PackAlignment / sizeof(uint));
        _narrow = advice.HasFlag(ErofsPackAdvice.TwoByteIndex) ? (Count - _firstWide) / NarrowCount * NarrowCount : 0;
        long least = _isCompact ? sizeof(ushort) : Full.Size;
        if (Count > Math.Max(0, volume.Source.Length - _start) / least)
            throw Bad(inode.Offset, $"inode {inode.Nid} has {Count:N0} clusters, more than the volume has space for");
    }

    /// <summary>How many logical clusters there are.</summary>
    public long Count { get; }

    public ErofsPackEntry this[long cluster] => _isCompact ? ReadCompact(cluster) : ReadFull(cluster);

    private ErofsPackEntry ReadFull(long cluster)
    {
        long place = _start + cluster * Full.Size;
        var found = _volume.Read<Full>(place);
        var type = (ErofsPackEntry.Kind)(found.Advice & TypeMask);
        return type == ErofsPackEntry.Kind.Further
            ? Further((int)(found.Block & ushort.MaxValue), place + Full.Size)
            : new(type, found.Start, found.Block, 0, 0, place + Full.Size);
    }

    private static ErofsPackEntry Further(int back, long end) => (back & ErofsPackEntry.BlocksMark) != 0
        ? new(ErofsPackEntry.Kind.Further, 0, 0, 1, back & ~ErofsPackEntry.BlocksMark, end)
        : new(ErofsPackEntry.Kind.Further, 0, 0, back, 0, end);

    private ErofsPackEntry ReadCompact(long cluster)
    {
        long place = _start;
        int width = sizeof(uint);
        if (cluster >= _firstWide)
        {
            place += _firstWide * sizeof(uint);
            cluster -= _firstWide;
            if (cluster < _narrow)
                width = sizeof(ushort);
            else
                (place, cluster) = (place + _narrow * sizeof(ushort), cluster - _narrow);
        }

        place += cluster * width;
        int count = width == sizeof(uint) ? WideCount : NarrowCount;
        long packStart = place - place % (count * width);
        Span<byte> pack = stackalloc byte[NarrowCount * sizeof(ushort)];
        pack = pack[..(count * width)];
        _volume.ReadAt(packStart, pack);
        return Unpack(pack, count, (int)(place - packStart) / width, packStart + pack.Length);
    }

    private ErofsPackEntry Unpack(ReadOnlySpan<byte> pack, int count, int index, long end)
    {
        var (type, low) = At(pack, count, index);
        if (type != ErofsPackEntry.Kind.Further)
        {
            uint block = BinaryPrimitives.ReadUInt32LittleEndian(pack[^sizeof(uint)..]) + (uint)BlocksBefore(pack, count, index, end);
            return new(type, low, block, 0, 0, end);
        }

        if ((low & ErofsPackEntry.BlocksMark) != 0 || index + 1 < count)
            return Further(low, end);

        // The last one of a pack tells how far the next beginning is. How far the one before is, its neighbour knows.
        var (before, back) = At(pack, count, index - 1);
        back = before != ErofsPackEntry.Kind.Further ? 0 : (back & ErofsPackEntry.BlocksMark) != 0 ? 1 : back;
        return Further(back + 1, end);
    }

    /// <summary>The blocks of what begins before a cluster in its pack.</summary>
    private int BlocksBefore(ReadOnlySpan<byte> pack, int count, int index, long end)
    {
        int blocks = _hasManyBlocks ? 0 : 1;
        while (index > 0)
        {
            var (type, low) = At(pack, count, --index);
            if (type != ErofsPackEntry.Kind.Further)
                blocks++;
            else if (!_hasManyBlocks)
            {
                index -= low;
                blocks += index >= 0 ? 1 : 0;
            }
            else if ((low & ErofsPackEntry.BlocksMark) != 0)
            {
                index--;
                blocks += low & ~ErofsPackEntry.BlocksMark;
            }
            else if (low > 1)
                index -= low - 2;
            else
                throw Bad(end - pack.Length, $"the index of inode {_inode.Nid} counts {low} clusters back");
        }

        return blocks;
    }

    private (ErofsPackEntry.Kind Type, int Low) At(ReadOnlySpan<byte> pack, int count, int index)
    {
        int width = (pack.Length - sizeof(uint)) * 8 / count, bit = width * index;
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(pack[(bit / 8)..]) >> bit % 8;
        return ((ErofsPackEntry.Kind)(value >> _bits & TypeMask), (int)(value & (1u << _bits) - 1));
    }

    private Efi.FaultException Bad(long offset, FormattableString message) =>
        _volume.Source.Bad(VolumeFaults.ErofsData, message, offset, Full.Size);

    /// <summary>An entry in the full form: struct z_erofs_lcluster_index.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Full
    {
        public const int Size = 8;

        public ushort Advice;                       //  0
        public ushort Start;                        //  2
        public uint Block;                          //  4  or two distances, back and forth
    }
}
