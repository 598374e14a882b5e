using System.Numerics;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// Finds matches as zstd's "double fast" strategy does: it keeps the last position of each eight bytes and of each five, and prefers the
/// distance of the last match. A position has sixteen bits here, so that both tables stay in a core's cache, which zstd's own do not.
/// </summary>
/// <remarks>
/// Why every read is within the source: matches are searched up to <see cref="ZstdParse.Tail"/> bytes before its end, and recorded
/// positions, at first all 0, are before the searched one.
/// </remarks>
internal sealed unsafe class ZstdMatcher
{
    private const int HashBits = 15;

    // Every 2 to this power bytes without a match, the search begins to skip one more.
    private const int Patience = 8;

    private readonly ushort[] _eights = new ushort[1 << HashBits];
    private readonly ushort[] _fives = new ushort[1 << HashBits];

    /// <summary>Parses a source of at most <see cref="ZstdParse.MaxLength"/> bytes, and more than <see cref="ZstdParse.Tail"/>.</summary>
    public void Find(ReadOnlySpan<byte> source, ZstdParse parse)
    {
        Array.Clear(_eights);
        Array.Clear(_fives);
        parse.Begin();
        fixed (byte* start = source)
        fixed (ushort* eights = _eights, fives = _fives)
        {
            byte* end = start + source.Length;
            parse.End(Find(start, end, eights, fives, parse), end);
        }
    }

    // Returns the end of the last match.
    [MethodImpl(Hot.Path)]
    private static byte* Find(byte* source, byte* end, ushort* eights, ushort* fives, ZstdParse parse)
    {
        byte* last = end - ZstdParse.Tail, at = source + 1, done = source;

        // Before the first match, zstd's last distances are 1 and 4.
        long recent = 1, older = 4;
        while (at < last)
        {
            byte* here = at;
            ulong bytes = Eight(at), next = Eight(at + 1);
            ref ushort eight = ref eights[HashOfEight(bytes)], five = ref fives[HashOfFive(bytes)];
            byte* far = source + eight, near = source + five;
            eight = five = (ushort)(at - source);
            if ((uint)Eight(at + 1 - recent) == (uint)next)
            {
                at++;
                at = parse.AddRepeat(done, at, Length(at, at - recent, sizeof(uint), end));
            }
            else if (Best(source, at, bytes, next, far, near, eights, out int later, out int known) is var match && match != null)
            {
                at += later;
                (older, recent) = (recent, at - match);
                int before = Before(at, match, done, source);
                at = parse.Add(done, at - before, (uint)recent, before + Length(at, match, known, end));
            }
            else
            {
                at += 1 + ((at - done) >> Patience);
                continue;
            }

            done = at;
            if (at >= last)
                break;
            RememberMatch(source, here, at, eights, fives);
            while ((uint)Eight(at - older) == (uint)Eight(at))
            {
                (older, recent) = (recent, older);
                Remember(source, at, eights, fives);
                done = at = parse.AddOlder(at, Length(at, at - recent, sizeof(uint), end));
                if (at >= last)
                    break;
            }
        }

        return done;
    }

    // A match of eight bytes, even one that begins a byte later, is better than a match of five.
    [MethodImpl(Hot.Part)]
    private static byte* Best(
        byte* source, byte* at, ulong bytes, ulong next, byte* far, byte* near, ushort* eights, out int later, out int known)
    {
        later = 0;
        known = sizeof(ulong);
        if (Eight(far) == bytes)
            return far;
        if ((uint)Eight(near) != (uint)bytes)
            return null;

        ref ushort place = ref eights[HashOfEight(next)];
        byte* match = source + place;
        place = (ushort)(at + 1 - source);
        later = 1;
        if (Eight(match) == next)
            return match;

        later = 0;
        known = sizeof(uint);
        return near;
    }

    // How many bytes before both positions are equal too.
    [MethodImpl(Hot.Part)]
    private static int Before(byte* at, byte* match, byte* done, byte* source)
    {
        byte* start = at;
        while (at > done && match > source && at[-1] == match[-1])
        {
            at--;
            match--;
        }

        return (int)(start - at);
    }

    // A few positions in each match: all would cost more than they save.
    [MethodImpl(Hot.Part)]
    private static void RememberMatch(byte* source, byte* start, byte* end, ushort* eights, ushort* fives)
    {
        fives[HashOfFive(Eight(start + 1))] = (ushort)(start + 1 - source);
        Remember(source, start + 2, eights, fives);
        fives[HashOfFive(Eight(end - 3))] = (ushort)(end - 3 - source);
        eights[HashOfEight(Eight(end - 2))] = (ushort)(end - 2 - source);
        Remember(source, end - 1, eights, fives);
    }

    [MethodImpl(Hot.Part)]
    private static void Remember(byte* source, byte* at, ushort* eights, ushort* fives)
    {
        ulong bytes = Eight(at);
        eights[HashOfEight(bytes)] = fives[HashOfFive(bytes)] = (ushort)(at - source);
    }

    // The length of a match of which some bytes are known to be equal.
    [MethodImpl(Hot.Part)]
    private static int Length(byte* at, byte* match, int known, byte* end)
    {
        byte* start = at;
        at += known;
        match += known;
        for (; at <= end - sizeof(ulong); at += sizeof(ulong), match += sizeof(ulong))
        {
            ulong differ = Eight(at) ^ Eight(match);
            if (differ != 0)
                return (int)(at - start) + (BitOperations.TrailingZeroCount(differ) >> 3);
        }

        for (; at < end && *at == *match; at++)
            match++;
        return (int)(at - start);
    }

    [MethodImpl(Hot.Part)]
    private static ulong Eight(byte* at) => BitReader.Eight(ref *at);

    // Multipliers are odd numbers near the golden ratio times a power of two.
    [MethodImpl(Hot.Part)]
    private static int HashOfEight(ulong bytes) => (int)(bytes * 0x9e37_79b9_7f4a_7c15 >> 64 - HashBits);

    [MethodImpl(Hot.Part)]
    private static int HashOfFive(ulong bytes) => (int)((bytes << 24) * 0x9e37_79b9_7f4a_7c15 >> 64 - HashBits);
}
