using System.Buffers.Binary;
using Bq2.Efi.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>A compressed file of a planned volume: its blocks, and the index that tells what is in them.</summary>
internal sealed class ErofsPackedFile
{
    private const int ClusterBits = ErofsBlock.Bits, PackLength = 32, WideLength = 8, NarrowCount = 16;

    private readonly SafeFileHandle _packed;
    private readonly long _length;
    private readonly ErofsSegment[] _segments;

    // The number of blocks before each part.
    private readonly int[] _before;
    private byte[] _index = [];

    public ErofsPackedFile(SafeFileHandle packed, long length, ErofsSegment[] segments)
    {
        (_packed, _length, _segments) = (packed, length, segments);
        _before = new int[segments.Length + 1];
        for (int i = 0; i < segments.Length; i++)
            _before[i + 1] = _before[i] + segments[i].Starts.Length;
    }

    public int Blocks => _before[^1];

    private int Clusters => (int)ErofsBlock.Count(_length);

    /// <summary>The length of what stands behind an inode and its attributes.</summary>
    public int TailLength(int headLength)
    {
        var (start, _, narrow) = Layout(headLength);
        return start - headLength + Align.Up((Clusters - narrow) * sizeof(uint) + narrow * sizeof(ushort), WideLength);
    }

    /// <summary>Fills <paramref name="into"/> from the blocks.</summary>
    public void Read(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int block = (int)(offset >> ErofsBlock.Bits), part = Array.BinarySearch(_before, block);
            part = part < 0 ? ~part - 1 : part;
            while (_before[part + 1] <= block)
                part++;
            long within = offset - ((long)_before[part] << ErofsBlock.Bits);
            int count = (int)Math.Min(into.Length, ((long)_segments[part].Starts.Length << ErofsBlock.Bits) - within);
            if (RandomAccess.Read(_packed, into[..count], _segments[part].Place + within) is var read && read < count)
                throw new EndOfStreamException($"the temporary file ends {count - read} bytes too early");
            into = into[count..];
            offset += count;
        }
    }

    /// <summary>Fills <paramref name="into"/> from what stands behind the inode.</summary>
    public void ReadTail(long offset, Span<byte> into) => _index.AsSpan((int)offset, into.Length).CopyTo(into);

    /// <summary>
    /// Writes the index, once the first block is known: for each cluster of 4096 bytes of the file whether the data of a block begin in it.
    /// </summary>
    public void WriteIndex(int headLength, uint firstBlock)
    {
        var entries = Entries(firstBlock);
        var (start, wide, narrow) = Layout(headLength);
        _index = new byte[TailLength(headLength)];
        var bytes = _index.AsSpan(start - headLength);
        _index.AsSpan().WriteAt(start - headLength - ErofsPackHeader.Size,
            new ErofsPackHeader { Advice = narrow > 0 ? ErofsPackAdvice.TwoByteIndex : ErofsPackAdvice.None });
        for (int i = 0; i < entries.Length;)
        {
            bool isNarrow = i >= wide && i < wide + narrow;
            int count = isNarrow ? NarrowCount : 2, length = isNarrow ? PackLength : WideLength;
            WritePack(entries.AsSpan(i, Math.Min(count, entries.Length - i)), bytes[..length], count);
            bytes = bytes[length..];
            i += count;
        }
    }

    /// <summary>Where the index begins, and how many clusters have four bytes before those that have two.</summary>
    private (int Start, int Wide, int Narrow) Layout(int headLength)
    {
        // Inodes are aligned as packs of 32 bytes are.
        int start = Align.Up(headLength, ErofsPackHeader.Size) + ErofsPackHeader.Size;
        int wide = (PackLength - start % PackLength) % PackLength / sizeof(uint);
        return (start, Math.Min(wide, Clusters), Clusters > wide ? (Clusters - wide) / NarrowCount * NarrowCount : 0);
    }

    private Entry[] Entries(uint firstBlock)
    {
        var entries = new Entry[Clusters];
        uint block = firstBlock;
        for (int part = 0; part < _segments.Length; part++)
        {
            foreach (int start in _segments[part].Starts)
            {
                long place = (long)part * ErofsSegment.Size + (start >> 1);
                var kind = (start & 1) != 0 ? ErofsPackEntry.Kind.Plain : ErofsPackEntry.Kind.First;
                entries[place >> ClusterBits] = new(kind, (int)(place & (ErofsBlock.Size - 1)), block++);
            }
        }

        // The data end inside the last cluster: nothing begins there, which would say where.
        int end = (int)(_length & (ErofsBlock.Size - 1));
        if (end != 0 && !entries[^1].Begins)
            entries[^1] = new(ErofsPackEntry.Kind.Plain, end, block);
        CountDistances(entries);
        return entries;
    }

    private static void CountDistances(Entry[] entries)
    {
        for (int i = 0, head = 0; i < entries.Length; i++)
        {
            if (entries[i].Begins)
                head = i;
            else
                entries[i] = entries[i] with { Back = i - head };
        }

        for (int i = entries.Length - 1, next = entries.Length; i >= 0; i--)
        {
            if (entries[i].Begins)
                next = i;
            else
                entries[i] = entries[i] with { Forth = next - i };
        }
    }

    /// <summary>
    /// Writes the entries of a pack, and the number of the block from which those in it are counted: one before the first. The last entry
    /// tells the distance to the next beginning, since its neighbour knows that to the one before.
    /// </summary>
    private static void WritePack(ReadOnlySpan<Entry> entries, Span<byte> pack, int count)
    {
        int width = (pack.Length - sizeof(uint)) * 8 / count;
        uint? first = null;
        for (int i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            int low = entry.Begins ? entry.Start : i + 1 == count ? entry.Forth : entry.Back;
            first ??= entry.Begins ? entry.Block : null;
            int bit = i * width;
            var place = pack[(bit / 8)..];
            uint value = (uint)((int)entry.Kind << ClusterBits | low);
            BinaryPrimitives.WriteUInt32LittleEndian(place, BinaryPrimitives.ReadUInt32LittleEndian(place) | value << bit % 8);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(pack[^sizeof(uint)..], (first ?? 1) - 1);
    }

    private readonly record struct Entry(ErofsPackEntry.Kind StoredKind, int Start, uint Block)
    {
        public int Back { get; init; }

        public int Forth { get; init; }

        // Nothing begins in a cluster that was not set.
        public bool Begins => Block != 0;

        public ErofsPackEntry.Kind Kind => Begins ? StoredKind : ErofsPackEntry.Kind.Further;
    }
}
