using System.Runtime.CompilerServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateBytes;

namespace Bq2.Image;

/// <summary>
/// The fast search: keeps the last two positions for each hash of four bytes, and takes the first match. Positions are kept modulo
/// 65,536, so a candidate may be stale; that costs one comparison and is harmless, since every candidate is compared and lies within
/// the source and the window.
/// </summary>
internal sealed class BucketMatcher(DeflateLevel level) : IDeflateMatcher
{
    // The newer position is in the lower half.
    private readonly uint[] _buckets = new uint[1 << level.HashBits];
    private readonly int _shift = 32 - level.HashBits;

    public void Reset() => Array.Clear(_buckets);

    [MethodImpl(Hot.Path)]
    public void Find(ReadOnlySpan<byte> source, DeflateParse parse)
    {
        int limit = Math.Min(source.Length - Tail, parse.Start + DeflateParse.UsualLength);
        int at = parse.Start, start = at;
        while (at < limit)
        {
            uint word = Word(source, at);
            ref uint bucket = ref _buckets[Hash(word, _shift)];
            uint places = bucket;
            bucket = places << 16 | (ushort)at;
            var (length, distance) = Best(source, at, word, places);
            if (length == 0)
            {
                at += 1 + ((at - start) >> level.Patience);
                continue;
            }

            start = parse.Add(at, length, distance);
            Remember(source, at + 1, Math.Min(start, source.Length - Tail));
            at = start;
        }

        parse.Finish(Math.Max(start, Math.Min(source.Length, parse.Start + DeflateParse.UsualLength)));
    }

    [MethodImpl(Hot.Part)]
    private (int Length, int Distance) Best(ReadOnlySpan<byte> source, int at, uint word, uint places)
    {
        int max = Math.Min(DeflateFormat.MaxMatch, source.Length - at);
        int near = (ushort)(at - (int)places), far = (ushort)(at - (int)(places >> 16));
        int length = LengthAt(source, at, near, word, max);
        if (length >= level.NiceLength)
            return (length, near);
        int other = LengthAt(source, at, far, word, max);
        return other > length ? (other, far) : (length, near);
    }

    [MethodImpl(Hot.Part)]
    private static int LengthAt(ReadOnlySpan<byte> source, int at, int distance, uint word, int max) =>
        (uint)(distance - 1) < DeflateFormat.WindowSize && distance <= at && Word(source, at - distance) == word
            ? MatchLength(source, at - distance, at, sizeof(uint), max)
            : 0;

    [MethodImpl(Hot.Part)]
    private void Remember(ReadOnlySpan<byte> source, int from, int to)
    {
        for (int i = from; i < to; i += level.Step)
        {
            ref uint bucket = ref _buckets[Hash(Word(source, i), _shift)];
            bucket = bucket << 16 | (ushort)i;
        }
    }
}
