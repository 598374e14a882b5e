using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>Unpacks a block of LZ4 without a frame, as in lz4's doc/lz4_Block_format.md.</summary>
internal static class Lz4Decoder
{
    private const int LengthMask = 15, MinMatch = 4, OffsetLength = 2;

    /// <summary>
    /// Unpacks as much as there is space for. What follows in the input is not looked at, since not every format says where a block ends.
    /// False if the input is damaged, or ends before the space is filled.
    /// </summary>
    [MethodImpl(Hot.Path)]
    public static bool TryFill(ReadOnlySpan<byte> from, Span<byte> into)
    {
        int next = 0, done = 0;
        while (done < into.Length)
        {
            if (next >= from.Length)
                return false;

            int token = from[next++];
            int literals = token >> 4;
            if (literals == LengthMask && !TryReadLength(from, ref next, ref literals))
                return false;
            literals = Math.Min(literals, into.Length - done);
            if (literals > from.Length - next)
                return false;
            from.Slice(next, literals).CopyTo(into[done..]);
            next += literals;
            done += literals;
            if (done == into.Length)
                break;

            if (from.Length - next < OffsetLength)
                return false;
            int distance = from[next] | from[next + 1] << 8;
            next += OffsetLength;
            int match = token & LengthMask;
            if (match == LengthMask && !TryReadLength(from, ref next, ref match) || distance == 0 || distance > done)
                return false;
            done = Copy(into, done, distance, Math.Min(match + MinMatch, into.Length - done));
        }

        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> from, ref int next, ref int length)
    {
        while (next < from.Length)
        {
            int more = from[next++];
            length += more;
            if (more < byte.MaxValue)
                return length >= 0;
        }

        return false;
    }

    /// <summary>Repeats what was unpacked; a match may overlap itself.</summary>
    private static int Copy(Span<byte> into, int done, int distance, int length)
    {
        int end = done + length;
        while (done < end)
        {
            // What was copied may be copied again, so each step is as long as all before.
            int count = Math.Min(distance, end - done);
            into.Slice(done - distance, count).CopyTo(into[done..]);
            done += count;
            distance += count;
        }

        return end;
    }
}
