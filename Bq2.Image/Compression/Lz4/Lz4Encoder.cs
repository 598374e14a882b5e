using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// Packs bytes into blocks of LZ4 of a fixed size: each takes as much of the source as fits, and can be unpacked without the others. See
/// lz4's doc/lz4_Block_format.md.
/// </summary>
/// <param name="level">1 for the fastest to 9 for the smallest: each looks at twice as many earlier places.</param>
internal sealed class Lz4Encoder(int level)
{
    public const int MaxLevel = 9;

    private const int LengthMask = 15, MinMatch = 4, MaxDistance = 65_535, OffsetLength = 2;

    // Decoders rely on it: a block ends with five literals, and its last match begins twelve bytes before its end.
    private const int LastLiterals = 5, LastMatch = 12;

    // A match begins twelve bytes before the end of the source at the latest, so from four literals on sixteen bytes can be read.
    private const int MinLiterals16 = 16 - LastMatch;

    // The fastest level's table stays in the first cache.
    private const int FastBits = 13, ThoroughBits = 15, WindowMask = ushort.MaxValue;

    // The fastest level goes faster where it finds nothing.
    private const int Patience = 6;

    // A longer match is taken as it is.
    private const int LongMatch = 96;

    private readonly int _depth = 1 << (level - 1);
    private readonly int _shift = 32 - (level == 1 ? FastBits : ThoroughBits);
    private readonly int[] _newest = new int[1 << (level == 1 ? FastBits : ThoroughBits)];
    private readonly int[] _before = new int[level == 1 ? 0 : WindowMask + 1];
    private int _known;

    /// <summary>Begins with another source.</summary>
    public void Begin()
    {
        Array.Fill(_newest, -1);
        _known = 0;
    }

    /// <summary>Packs what follows a place in the source; returns how many bytes were packed, and into how many.</summary>
    [MethodImpl(Hot.Path)]
    public unsafe (int Taken, int Written) Pack(ReadOnlySpan<byte> source, int start, Span<byte> into)
    {
        int at = start, anchor = start, written = 0, last = source.Length - LastMatch, limit = Math.Min(last, start + into.Length);
        fixed (byte* bytes = source)
        {
            byte* end = bytes + source.Length - LastLiterals;
            while (at <= limit)
            {
                var (distance, length) = Find(bytes, at, start, end);
                if (length < MinMatch)
                {
                    at += level == 1 ? 1 + (at - anchor >> Patience) : 1;
                    continue;
                }

                // The next place may have a better one.
                if (level > 2 && length < LongMatch && at < last && Longest(bytes, at + 1, start, end).Length > length + 1)
                {
                    at++;
                    continue;
                }

                int room = into.Length - written - LiteralsLength(at - anchor);
                length = Math.Min(length, MostMatch(room));
                if (length < MinMatch || room < OffsetLength + LiteralsLength(Math.Max(LastLiterals, LastMatch - length)))
                    break;
                written += Write(source[anchor..at], distance, length, into[written..]);
                at += length;
                anchor = at;
                limit = Math.Min(last, anchor + into.Length - written);
            }
        }

        int rest = Math.Min(source.Length - anchor, MostLiterals(into.Length - written));
        written += Write(source.Slice(anchor, rest), 0, 0, into[written..]);
        return (anchor + rest - start, written);
    }

    [MethodImpl(Hot.Part)]
    private unsafe (int Distance, int Length) Find(byte* source, int at, int start, byte* end) =>
        level == 1 ? Newest(source, at, start, end) : Longest(source, at, start, end);

    /// <summary>The match with the newest place of the same hash. Places inside matches are not entered.</summary>
    [MethodImpl(Hot.Part)]
    private unsafe (int Distance, int Length) Newest(byte* source, int at, int start, byte* end)
    {
        ref int newest = ref _newest[Hash(source + at)];
        int found = newest;
        newest = at;
        return found >= start && found < at && at - found <= MaxDistance && SameWord(source + found, source + at)
            ? (at - found, Length(source + found, source + at, end))
            : (0, 0);
    }

    /// <summary>The longest match at a place, not beginning before the block does.</summary>
    [MethodImpl(Hot.Path)]
    private unsafe (int Distance, int Length) Longest(byte* source, int at, int start, byte* end)
    {
        Remember(source, at);
        int floor = Math.Max(start, at - MaxDistance), best = MinMatch - 1, bestAt = at, found = _newest[Hash(source + at)];
        for (int tries = _depth; found >= floor && tries > 0; tries--)
        {
            if (found < at && source[found + best] == source[at + best] && SameWord(source + found, source + at))
            {
                int length = Length(source + found, source + at, end);
                if (length > best)
                    (best, bestAt) = (length, found);
                if (source + at + best == end)
                    break;
            }

            int before = _before[found & WindowMask];
            if (before >= found)
                break;
            found = before;
        }

        return (at - bestAt, best);
    }

    /// <summary>Enters all places before one.</summary>
    [MethodImpl(Hot.Part)]
    private unsafe void Remember(byte* source, int end)
    {
        for (; _known < end; _known++)
        {
            ref int newest = ref _newest[Hash(source + _known)];
            _before[_known & WindowMask] = newest;
            newest = _known;
        }
    }

    [MethodImpl(Hot.Part)]
    private unsafe int Hash(byte* at) => (int)(Unsafe.ReadUnaligned<uint>(at) * 2_654_435_761 >> _shift);

    [MethodImpl(Hot.Part)]
    private static unsafe bool SameWord(byte* one, byte* other) => Unsafe.ReadUnaligned<uint>(one) == Unsafe.ReadUnaligned<uint>(other);

    /// <summary>How many bytes are the same at two places, the second of which must stay before an end.</summary>
    [MethodImpl(Hot.Part)]
    private static unsafe int Length(byte* one, byte* other, byte* end)
    {
        byte* start = other;
        for (; end - other >= sizeof(ulong); one += sizeof(ulong), other += sizeof(ulong))
        {
            ulong difference = Unsafe.ReadUnaligned<ulong>(one) ^ Unsafe.ReadUnaligned<ulong>(other);
            if (difference != 0)
                return (int)(other - start) + (BitOperations.TrailingZeroCount(difference) >> 3);
        }

        for (; other < end && *one == *other; one++)
            other++;
        return (int)(other - start);
    }

    /// <summary>Writes literals and a match, or the last literals without one.</summary>
    private static int Write(ReadOnlySpan<byte> literals, int distance, int length, Span<byte> into)
    {
        int match = Math.Max(0, length - MinMatch), next = 1;
        into[0] = (byte)(Math.Min(literals.Length, LengthMask) << 4 | Math.Min(match, LengthMask));
        WriteLength(literals.Length, into, ref next);
        if (length > 0 && literals.Length is >= MinLiterals16 and <= 16 && into.Length - next >= 16)
            Copy16(literals, into[next..]);
        else
            literals.CopyTo(into[next..]);
        next += literals.Length;
        if (length == 0)
            return next;

        (into[next], into[next + 1]) = ((byte)distance, (byte)(distance >> 8));
        next += OffsetLength;
        WriteLength(match, into, ref next);
        return next;
    }

    [MethodImpl(Hot.Part)]
    private static void Copy16(ReadOnlySpan<byte> from, Span<byte> into) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(from)).StoreUnsafe(ref MemoryMarshal.GetReference(into));

    private static void WriteLength(int length, Span<byte> into, ref int next)
    {
        if (length < LengthMask)
            return;
        for (length -= LengthMask; length >= byte.MaxValue; length -= byte.MaxValue)
            into[next++] = byte.MaxValue;
        into[next++] = (byte)length;
    }

    private static int LengthBytes(int length) => length < LengthMask ? 0 : (length - LengthMask) / byte.MaxValue + 1;

    private static int LiteralsLength(int count) => 1 + LengthBytes(count) + count;

    /// <summary>How long a match may be whose length has to fit into a number of bytes, with the last literals behind it.</summary>
    private static int MostMatch(int room)
    {
        int lengthBytes = room - OffsetLength - LiteralsLength(LastLiterals);
        return lengthBytes > 0 ? MinMatch + LengthMask - 1 + lengthBytes * byte.MaxValue
            : lengthBytes == 0 ? MinMatch + LengthMask - 1
            : 0;
    }

    /// <summary>How many literals fit into a number of bytes, with what stands before them.</summary>
    private static int MostLiterals(int room)
    {
        int count = room - 1;
        while (count > 0 && LiteralsLength(count) > room)
            count--;
        return count;
    }
}
