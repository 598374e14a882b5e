using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// The inner loop. It looks at its ends once a turn: a turn, with what is read before the first, reads eight bytes of the source at three
/// places, each at most seven behind the last; and it writes three literals at most, or two and a match, and then what copying overruns.
/// </summary>
internal sealed partial class Inflater
{
    private const int FastSource = 3 * sizeof(ulong);
    private const int FastRoom = 2 + DeflateFormat.MaxMatch + Overrun;
    private const int Overrun = 32;

    // For each distance, which of the bytes from there on stand in the next sixteen.
    private static ReadOnlySpan<byte> Orders =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
        0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
        0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
    ];

    private static ReadOnlySpan<byte> Steps => [16, 16, 16, 15, 16, 15, 12, 14, 16, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>Distances reach back no farther than the place, which is checked; table entries lead into their tables.</summary>
    [MethodImpl(Hot.Path)]
    private InflateStatus ReadFast(ref BitReader reader, Span<byte> into, ref int place)
    {
        var bits = reader;
        ref byte start = ref MemoryMarshal.GetReference(into);
        ref uint literals = ref _literals.First, distances = ref _distances.First;
        int at = place, last = into.Length - FastRoom;
        var status = InflateStatus.GoesOn;
        uint entry = FillAndFind(ref bits, ref literals, LiteralBits);
        do
        {
            if ((int)entry < 0)
            {
                Unsafe.Add(ref start, at++) = TakeLiteral(ref bits, ref literals, ref entry);
                if ((int)entry < 0)
                {
                    Unsafe.Add(ref start, at++) = TakeLiteral(ref bits, ref literals, ref entry);
                    if ((int)entry < 0)
                    {
                        Unsafe.Add(ref start, at++) = TakeLiteral(ref bits, ref literals, ref entry);
                        entry = FillAndFind(ref bits, ref literals, LiteralBits);
                        continue;
                    }
                }
            }

            // Of 56 bits two literals took 22 at most.
            if ((entry & InflateTable.Special) != 0)
            {
                entry = Second(ref bits, ref literals, entry);
                if ((entry & (InflateTable.Literal | InflateTable.Special)) != 0)
                {
                    Take(ref bits, entry);
                    if ((int)entry >= 0)
                    {
                        status = EndOrFault(entry);
                        break;
                    }

                    Unsafe.Add(ref start, at++) = (byte)(entry >> 16);
                    entry = FillAndFind(ref bits, ref literals, LiteralBits);
                    continue;
                }
            }

            int count = TakeValue(ref bits, entry);
            entry = FillAndFind(ref bits, ref distances, DistanceBits);
            if ((entry & InflateTable.Special) != 0)
                entry = Second(ref bits, ref distances, entry);
            int distance = TakeValue(ref bits, entry);
            if ((entry & InflateTable.Special) != 0 || distance > at)
            {
                status = InflateStatus.Damaged;
                break;
            }

            // The next symbol is looked up during the copy.
            entry = FillAndFind(ref bits, ref literals, LiteralBits);
            Copy(ref Unsafe.Add(ref start, at), distance, count);
            at += count;
        }
        while (bits.Left >= FastSource && at <= last);

        place = at;
        reader = bits;
        return status;
    }

    [MethodImpl(Hot.Part)]
    private static uint FillAndFind(ref BitReader bits, ref uint table, int tableBits)
    {
        int bytes = (63 - bits.Count) >> 3;
        bits.Bits |= BitReader.Eight(ref bits.Next) << bits.Count;
        bits.Next = ref Unsafe.Add(ref bits.Next, bytes);
        bits.Left -= bytes;
        bits.Count |= 56;
        return Unsafe.Add(ref table, (uint)bits.Bits & ((1u << tableBits) - 1));
    }

    /// <summary>The literal of an entry; and the next entry.</summary>
    [MethodImpl(Hot.Part)]
    private static byte TakeLiteral(ref BitReader bits, ref uint table, ref uint entry)
    {
        byte literal = (byte)(entry >> 16);
        Take(ref bits, entry);
        entry = Unsafe.Add(ref table, (uint)bits.Bits & ((1u << LiteralBits) - 1));
        return literal;
    }

    [MethodImpl(Hot.Part)]
    private static int TakeValue(ref BitReader bits, uint entry)
    {
        int value = Value(entry, bits.Bits);
        Take(ref bits, entry);
        return value;
    }

    // Codewords and extra bits have 28 bits at most: what else the entry holds, a shift does not see.
    [MethodImpl(Hot.Part)]
    private static void Take(ref BitReader bits, uint entry)
    {
        bits.Bits >>= (int)entry;
        bits.Count -= (byte)entry;
    }

    [MethodImpl(Hot.Part)]
    private static uint Second(ref BitReader bits, ref uint table, uint entry)
    {
        if ((entry & InflateTable.Leads) == 0)
            return entry;
        Take(ref bits, entry);
        return Unsafe.Add(ref table, (entry >> 16) + ((uint)bits.Bits & ((1u << (int)(entry >> 8 & 15)) - 1)));
    }

    /// <summary>Copies earlier bytes; the ranges may overlap. Up to 32 bytes more are written.</summary>
    [MethodImpl(Hot.Part)]
    private static void Copy(ref byte to, int distance, int count)
    {
        ref byte from = ref Unsafe.Subtract(ref to, (nint)(uint)distance);
        if (distance < Vector128<byte>.Count)
        {
            CopyNear(ref from, ref to, distance, count);
            return;
        }

        Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to);
        Vector128.LoadUnsafe(ref from, 16).StoreUnsafe(ref to, 16);
        for (int i = 32; i < count; i += Vector128<byte>.Count)
            Vector128.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
    }

    // Sixteen bytes of what repeats itself, and then as many whole repetitions onwards as fit into sixteen.
    [MethodImpl(Hot.Part)]
    private static void CopyNear(ref byte from, ref byte to, int distance, int count)
    {
        var order = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Orders), (nuint)(distance << 4));
        var pattern = Vector128.Shuffle(Vector128.LoadUnsafe(ref from), order);
        int step = Steps[distance];
        for (int i = 0; i < count; i += step)
            pattern.StoreUnsafe(ref to, (nuint)i);
    }
}
