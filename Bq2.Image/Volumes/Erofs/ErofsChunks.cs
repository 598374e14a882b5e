using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// A file with holes as chunks: those with data are stored one behind the other, the others nowhere. The size of a chunk is the one with
/// which the file takes the least space, its map included.
/// </summary>
internal sealed class ErofsChunks
{
    // Of a GiB: the map of the longest file is short, and a shift by as much is defined everywhere.
    private const int MaxBits = 18;

    private readonly long _length;
    private readonly List<Run> _runs;

    private ErofsChunks(long length, int bits, List<Run> runs) => (_length, Bits, _runs) = (length, bits, runs);

    /// <summary>The size of a chunk is a block's, shifted by this.</summary>
    public int Bits { get; }

    public long MapLength => sizeof(uint) * Align.Units(_length, ChunkSize);

    /// <summary>The data of all chunks. The last chunk of the file may be shorter than the others.</summary>
    public long DataLength
    {
        get
        {
            if (_runs is not [.., var last])
                return 0;
            long whole = last.StoredEnd * ChunkSize;
            long end = (last.First + last.Count) * ChunkSize;
            return whole - Math.Max(0, end - _length);
        }
    }

    private long ChunkSize => (long)ErofsBlock.Size << Bits;

    /// <summary>The chunks of some content; null if it has no hole that is worth it.</summary>
    public static ErofsChunks? Of(Content content, OpenFile files)
    {
        var data = content.DataRuns(files).ToList();
        ErofsChunks? best = null;
        long least = content.Length;
        for (int bits = 0; bits <= MaxBits; bits++)
        {
            var chunks = new ErofsChunks(content.Length, bits, RunsOf(data, (long)ErofsBlock.Size << bits));
            long needed = chunks.MapLength + chunks.DataLength;
            if (needed < least)
                (best, least) = (chunks, needed);
        }

        return best;
    }

    /// <summary>Fills <paramref name="into"/> from the data of the chunks as they are stored.</summary>
    public void Read(Content content, long offset, Span<byte> into, OpenFile files)
    {
        while (into.Length > 0)
        {
            var run = _runs[FirstEndingAfter(offset / ChunkSize, each => each.StoredEnd)];
            int count = (int)Math.Min(into.Length, run.StoredEnd * ChunkSize - offset);
            content.Read(offset + (run.First - run.Stored) * ChunkSize, into[..count], files);
            offset += count;
            into = into[count..];
        }
    }

    /// <summary>Fills <paramref name="into"/> from the map: the block of each chunk, the first of which begins at the given one.</summary>
    public void ReadMap(uint block, long offset, Span<byte> into)
    {
        long first = offset / sizeof(uint), end = Align.Units(offset + into.Length, sizeof(uint));
        var map = new uint[end - first];
        Array.Fill(map, ErofsBlock.None);
        for (int i = FirstEndingAfter(first, each => each.First + each.Count); i < _runs.Count && _runs[i].First < end; i++)
        {
            var run = _runs[i];
            for (long chunk = Math.Max(first, run.First); chunk < Math.Min(end, run.First + run.Count); chunk++)
                map[chunk - first] = checked((uint)(block + (run.Stored + chunk - run.First << Bits)));
        }

        MemoryMarshal.AsBytes(map.AsSpan()).Slice((int)(offset % sizeof(uint)), into.Length).CopyTo(into);
    }

    private static List<Run> RunsOf(List<(long Offset, long Length)> data, long chunkSize)
    {
        var runs = new List<Run>();
        long stored = 0;
        foreach (var (offset, length) in data)
        {
            long first = offset / chunkSize, end = Align.Units(offset + length, chunkSize);
            if (runs is [.., var last] && first <= last.First + last.Count)
            {
                long more = Math.Max(0, end - (last.First + last.Count));
                runs[^1] = last with { Count = last.Count + more };
                stored += more;
            }
            else if (length > 0)
            {
                runs.Add(new(first, end - first, stored));
                stored += end - first;
            }
        }

        return runs;
    }

    /// <summary>The first run whose end, by the given measure, is after a value.</summary>
    private int FirstEndingAfter(long value, Func<Run, long> end)
    {
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (end(_runs[middle]) > value)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Successive chunks with data.</summary>
    /// <param name="First">The first of them.</param>
    /// <param name="Count">How many they are.</param>
    /// <param name="Stored">How many chunks with data come before.</param>
    private readonly record struct Run(long First, long Count, long Stored)
    {
        public long StoredEnd => Stored + Count;
    }
}
