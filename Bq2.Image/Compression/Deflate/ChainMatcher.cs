using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;
using static Bq2.Image.DeflateBytes;

namespace Bq2.Image;

/// <summary>
/// The thorough search: tries earlier positions with the same hash, newest first, up to the level's limit, and takes a match
/// only if no longer one begins a byte later. Positions are kept modulo 65,536; 0 means none.
/// </summary>
/// <remarks>Every read is within the source for the reasons given in <see cref="BucketMatcher"/>.</remarks>
internal sealed class ChainMatcher(DeflateLevel level) : IDeflateMatcher
{
    private const int Mask = DeflateFormat.WindowSize - 1;
    private const int TripleBits = 14;

    // Three bytes from farther away cost at least as much as three literals.
    private const int TripleDistance = 4096;

    private readonly ushort[] _newest = new ushort[1 << level.HashBits];
    private readonly ushort[] _before = new ushort[DeflateFormat.WindowSize];
    private readonly ushort[] _triples = new ushort[level.Triples ? 1 << TripleBits : 0];
    private readonly int _shift = 32 - level.HashBits;

    // _before is not cleared: chains contain only positions of this source, so only entries that it wrote are read.
    public void Begin(ReadOnlySpan<byte> source, int known)
    {
        Array.Clear(_newest);
        Array.Clear(_triples);
        Remember(ref MemoryMarshal.GetReference(source), 0, Math.Min(known, source.Length - Tail), 1);
    }

    [MethodImpl(Hot.Path)]
    public void Find(ReadOnlySpan<byte> source, DeflateParse parse)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(source);
        ref uint counts = ref parse.Counts;
        int last = source.Length - Tail, limit = Math.Min(last, parse.Start + DeflateParse.UsualLength);
        int at = parse.Start, start = at, patience = level.Patience;
        while (at < limit)
        {
            int found = Longest(ref bytes, at, DeflateFormat.MinMatch - 1, source.Length - at, level.Depth);
            if (found != 0)
            {
                int known = Improve(source, ref at, ref found, limit, ref counts);
                start = parse.Add(at, found >> 16, found & 0xffff, ref counts);
                Remember(ref bytes, known, Math.Min(start, last), start - at > level.DenseLength ? 4 : 1);
                at = start;
                if (at >= parse.PieceEnd)
                    counts = ref parse.NextPiece(at);
            }
            else
            {
                at = Pass(ref bytes, at, Math.Min(limit, at + 1 + ((at - start) >> patience)), ref counts);
            }
        }

        parse.Finish(source, at);
    }

    /// <summary>Moves to the next position while there is a longer match. Returns the first position that is not recorded yet.</summary>
    [MethodImpl(Hot.Part)]
    private int Improve(ReadOnlySpan<byte> source, ref int at, ref int found, int limit, ref uint counts)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(source);
        int known = at + 1;
        while (found >> 16 < level.LazyLength && known < limit)
        {
            int next = Longest(ref bytes, known, found >> 16, source.Length - known, level.Depth >> 1);
            known++;
            if (next == 0)
                break;
            at = Pass(ref bytes, at, at + 1, ref counts);
            found = next;
        }

        return known;
    }

    /// <summary>
    /// The longest match at a position, if longer than <paramref name="best"/>: its length above sixteen bits of distance, or 0.
    /// Also records the position.
    /// </summary>
    [MethodImpl(Hot.Part)]
    private int Longest(ref byte bytes, int at, int best, int left, int tries)
    {
        uint word = Word(ref bytes, at);
        ref ushort newests = ref MemoryMarshal.GetArrayDataReference(_newest);
        ref ushort newest = ref Unsafe.Add(ref newests, Hash(word, _shift));
        Fetch(ref Unsafe.Add(ref newests, Hash(Word(ref bytes, at + 1), _shift)));
        int place = newest;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_before), at & Mask) = (ushort)place;
        newest = (ushort)at;

        int found = _triples.Length > 0 ? Triple(ref bytes, at, word) : 0;
        if (best >= DeflateFormat.MinMatch)
            found = 0;
        uint distance = (ushort)(at - place);
        return place != 0 && distance - 1 < DeflateFormat.WindowSize && best < left
            ? FollowChain(ref bytes, at, Math.Max(best, DeflateFormat.MinMatch), left, tries, distance, found)
            : found;
    }

    [MethodImpl(Hot.Path)]
    private int FollowChain(ref byte bytes, int at, int best, int left, int tries, uint distance, int found)
    {
        ref byte here = ref Unsafe.Add(ref bytes, at);
        ref ushort before = ref MemoryMarshal.GetArrayDataReference(_before);
        uint word = Word(ref here, 0), end = Word(ref here, best - 3);
        int max = Math.Min(left, DeflateFormat.MaxMatch), nice = Math.Min(level.NiceLength, max);
        while (true)
        {
            ref byte there = ref Unsafe.Subtract(ref here, (nint)distance);
            if (Word(ref there, best - 3) == end && Word(ref there, 0) == word)
            {
                int length = MatchLength(ref bytes, at - (int)distance, at, sizeof(uint), max);
                if (length > best)
                {
                    found = length << 16 | (int)distance;
                    if (length >= nice)
                        return found;
                    best = length;
                    end = Word(ref here, best - 3);
                }
            }

            // Distances grow along a chain; if they stop growing, the rest of the chain is stale.
            int place = Unsafe.Add(ref before, (at - (int)distance) & Mask);
            uint next = (ushort)(at - place);
            if (place == 0 || --tries <= 0 || next <= distance || next > DeflateFormat.WindowSize)
                return found;
            distance = next;
        }
    }

    [MethodImpl(Hot.Part)]
    private int Triple(ref byte bytes, int at, uint word)
    {
        ref ushort triple = ref TripleOf(word);
        uint distance = (ushort)((uint)at - triple);
        triple = (ushort)at;
        return Lowest24(Word(ref bytes, at - (int)distance) ^ word) == 0 & distance - 1 < TripleDistance
            ? DeflateFormat.MinMatch << 16 | (int)distance
            : 0;
    }

    [MethodImpl(Hot.Part)]
    private ref ushort TripleOf(uint word) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_triples), Hash(Lowest24(word), 32 - TripleBits));

    private static uint Lowest24(uint word) => word << 8;

    [MethodImpl(Hot.Part)]
    private void Remember(ref byte bytes, int from, int to, int step)
    {
        ref ushort before = ref MemoryMarshal.GetArrayDataReference(_before);
        ref ushort newests = ref MemoryMarshal.GetArrayDataReference(_newest);
        int shift = _shift;
        for (int i = from; i < to; i += step)
        {
            uint word = Word(ref bytes, i);
            if (_triples.Length > 0)
                TripleOf(word) = (ushort)i;
            ref ushort newest = ref Unsafe.Add(ref newests, Hash(word, shift));
            Unsafe.Add(ref before, i & Mask) = newest;
            newest = (ushort)i;
        }
    }
}
