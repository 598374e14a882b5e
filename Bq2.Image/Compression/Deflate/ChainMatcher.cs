using System.Runtime.CompilerServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateBytes;

namespace Bq2.Image;

/// <summary>
/// The thorough search: tries earlier positions with the same hash, newest first, up to the level's limit, and takes a match only if
/// no longer one begins a byte later. Positions are kept modulo 65,536, as in <see cref="BucketMatcher"/>.
/// </summary>
internal sealed class ChainMatcher(DeflateLevel level) : IDeflateMatcher
{
    private readonly ushort[] _newest = new ushort[1 << level.HashBits];
    private readonly ushort[] _before = new ushort[1 << 16];
    private readonly int _shift = 32 - level.HashBits;

    // _before is not cleared: a chain starts only at positions of this source, so it reads only entries that this source wrote.
    public void Reset() => Array.Clear(_newest);

    [MethodImpl(Hot.Path)]
    public void Find(ReadOnlySpan<byte> source, DeflateParse parse)
    {
        int last = source.Length - Tail;
        int limit = Math.Min(last, parse.Start + DeflateParse.UsualLength);
        int at = parse.Start, start = at, kept = 0, keptDistance = 0;
        while (at < limit)
        {
            var (length, distance) = Longer(source, at, kept);
            if (length > kept)
            {
                (kept, keptDistance) = (length, distance);
                at++;
            }
            else if (kept > 0)
            {
                start = parse.Add(at - 1, kept, keptDistance);
                for (int i = at + 1; i < Math.Min(start, last); i++)
                    Remember(source, i);
                (at, kept) = (start, 0);
            }
            else
            {
                at += 1 + ((at - start) >> level.Patience);
            }
        }

        if (kept > 0)
            start = parse.Add(at - 1, kept, keptDistance);
        parse.Finish(Math.Max(start, Math.Min(source.Length, parse.Start + DeflateParse.UsualLength)));
    }

    /// <summary>The longest match at a position, if longer than <paramref name="kept"/>. Also records the position.</summary>
    [MethodImpl(Hot.Path)]
    private (int Length, int Distance) Longer(ReadOnlySpan<byte> source, int at, int kept)
    {
        uint word = Word(source, at);
        int candidate = Remember(at, word);
        int best = Math.Max(kept, sizeof(uint) - 1), bestDistance = 0;
        if (kept >= level.NiceLength)
            return (0, 0);

        int max = Math.Min(DeflateFormat.MaxMatch, source.Length - at);
        int last = 0;
        for (int tries = kept >= 8 ? level.Depth >> 1 : level.Depth; tries > 0 && best < max; tries--)
        {
            // Distances grow along a chain; if they stop growing, the rest of the chain is stale.
            int distance = (ushort)(at - candidate);
            if (distance <= last || distance > DeflateFormat.WindowSize || distance > at)
                break;
            last = distance;
            if (Word(source, at - distance + best - 3) == Word(source, at + best - 3) && Word(source, at - distance) == word)
            {
                int length = MatchLength(source, at - distance, at, sizeof(uint), max);
                if (length > best)
                {
                    (best, bestDistance) = (length, distance);
                    if (length >= level.NiceLength)
                        break;
                }
            }

            candidate = _before[(at - distance) & 0xffff];
        }

        return bestDistance == 0 ? (0, 0) : (best, bestDistance);
    }

    [MethodImpl(Hot.Part)]
    private void Remember(ReadOnlySpan<byte> source, int at) => Remember(at, Word(source, at));

    [MethodImpl(Hot.Part)]
    private int Remember(int at, uint word)
    {
        ref ushort newest = ref _newest[Hash(word, _shift)];
        ushort before = newest;
        _before[at & 0xffff] = before;
        newest = (ushort)at;
        return before;
    }
}
