using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateBytes;

namespace Bq2.Image;

/// <summary>
/// The fast search: keeps the last two positions for each hash of four bytes, and takes the first match. Positions
/// are kept modulo 65,536, so a candidate may be stale; that costs one comparison and is harmless.
/// </summary>
/// <remarks>
/// Why every read is within the source: searched positions end <see cref="Tail"/> before its end. A recorded position is 0
/// or was recorded in this source, so the distance to it, modulo 65,536, never reaches before the source's start.
/// </remarks>
internal sealed class BucketMatcher(DeflateLevel level) : IDeflateMatcher
{
    // Both levels have the same: a constant shift is quicker.
    private const int HashBits = 15;
    private const int Shift = 32 - HashBits;

    // The newer position is in the lower half.
    private readonly uint[] _buckets = new uint[1 << HashBits];

    public void Begin(ReadOnlySpan<byte> source, int known)
    {
        Array.Clear(_buckets);
        Remember(ref MemoryMarshal.GetReference(source), 0, Math.Min(known, source.Length - Tail), 1);
    }

    [MethodImpl(Hot.Path)]
    public void Find(ReadOnlySpan<byte> source, DeflateParse parse)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(source);
        ref uint buckets = ref MemoryMarshal.GetArrayDataReference(_buckets);
        ref uint counts = ref parse.Counts;
        int last = source.Length - Tail, limit = Math.Min(last, parse.Start + DeflateParse.UsualLength);
        int at = parse.Start, start = at, patient = start + (1 << level.Patience);
        while (at < limit)
        {
            ulong eight = BitReader.Eight(ref Unsafe.Add(ref bytes, at));
            ref uint bucket = ref Unsafe.Add(ref buckets, Hash((uint)eight, Shift));
            uint places = bucket;
            Fetch(ref Unsafe.Add(ref buckets, Hash((uint)(eight >> 8), Shift)));
            bucket = places << 16 | (ushort)at;
            uint near = (ushort)((uint)at - places), far = (ushort)((uint)at - (places >> 16));
            ulong nearMiss = Miss(ref bytes, at, eight, near), farMiss = Miss(ref bytes, at, eight, far);
            bool isNear = (uint)nearMiss == 0, isFar = (uint)farMiss == 0;
            if (isNear | isFar)
            {
                int found = nearMiss == 0 | farMiss == 0
                    ? Longer(ref bytes, at, nearMiss, near, farMiss, far, source.Length - at)
                    : Better(EqualBytes(nearMiss), near, EqualBytes(farMiss), far);
                start = parse.Add(at, found >> 16, found & 0xffff, ref counts);
                RememberMatch(ref bytes, ref buckets, eight, at, start, last);
                at = start;
                patient = start + (1 << level.Patience);
                if (at >= parse.PieceEnd)
                    counts = ref parse.NextPiece(at);
            }
            else if (at < patient)
            {
                Unsafe.Add(ref counts, Unsafe.Add(ref bytes, at++))++;
            }
            else
            {
                at = Pass(ref bytes, at, Math.Min(limit, at + 1 + ((at - start) >> level.Patience)), ref counts);
            }
        }

        parse.Finish(source, at);
    }

    // The bits that differ from the eight bytes at this distance; some of the lowest if the distance is none.
    [MethodImpl(Hot.Part)]
    private static ulong Miss(ref byte bytes, int at, ulong eight, uint distance) =>
        BitReader.Eight(ref Unsafe.Add(ref bytes, at - (int)distance)) ^ eight | (distance - 1) / DeflateFormat.WindowSize;

    [MethodImpl(Hot.Part)]
    private static int EqualBytes(ulong miss) => BitOperations.TrailingZeroCount(miss) >> 3;

    // Of one or two matches, at least one of which has eight bytes or more.
    [MethodImpl(Hot.Part)]
    private int Longer(ref byte bytes, int at, ulong nearMiss, uint near, ulong farMiss, uint far, int left)
    {
        int max = Math.Min(DeflateFormat.MaxMatch, left);
        int length = nearMiss != 0 ? EqualBytes(nearMiss) : LongMatch(ref bytes, at - (int)near, at, sizeof(ulong), max);
        if (length >= level.NiceLength)
            return length << 16 | (int)near;
        int other = farMiss != 0 ? EqualBytes(farMiss) : LongMatch(ref bytes, at - (int)far, at, sizeof(ulong), max);
        return Better(length, near, other, far);
    }

    /// <summary>The longer of two matches, or the nearer: its length above sixteen bits of distance; no branch to predict.</summary>
    [MethodImpl(Hot.Part)]
    private static int Better(int length, uint distance, int otherLength, uint otherDistance)
    {
        int one = length << 16 | (int)distance ^ 0xffff, other = otherLength << 16 | (int)otherDistance ^ 0xffff;
        int less = (one - other) >> 31;
        return (other & less | one & ~less) ^ 0xffff;
    }

    // The first three at once: most matches are short, and a loop's end is hard to predict.
    [MethodImpl(Hot.Part)]
    private void RememberMatch(ref byte bytes, ref uint buckets, ulong eight, int at, int end, int last)
    {
        int next = at + 1, step = end - at > level.DenseLength ? 4 * level.Step : level.Step;
        if (level.Step == 1)
        {
            Remember(ref buckets, (uint)(eight >> 8), next++);
            Remember(ref buckets, (uint)(eight >> 16), next++);
            Remember(ref buckets, (uint)(eight >> 24), next++);
        }

        if (next < end)
            Remember(ref bytes, next, Math.Min(end, last), step);
    }

    [MethodImpl(Hot.Part)]
    private void Remember(ref byte bytes, int from, int to, int step)
    {
        ref uint buckets = ref MemoryMarshal.GetArrayDataReference(_buckets);
        for (int i = from; i < to; i += step)
            Remember(ref buckets, Word(ref bytes, i), i);
    }

    [MethodImpl(Hot.Part)]
    private static void Remember(ref uint buckets, uint word, int at)
    {
        ref uint bucket = ref Unsafe.Add(ref buckets, Hash(word, Shift));
        bucket = bucket << 16 | (ushort)at;
    }
}
