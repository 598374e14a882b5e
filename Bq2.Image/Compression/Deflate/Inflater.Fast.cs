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
    /// <remarks>
    /// The next entry is always looked up before the bits are filled up: 56 bits are enough for two literals and a length of 42 bits and
    /// then a look-up of 8; or for a distance of 28 bits or three literals of 33 and then a look-up of 11.
    /// </remarks>
    [MethodImpl(Hot.Path)]
    private InflateStatus ReadFast(ref BitReader reader, Span<byte> into, ref int place)
    {
        ref byte start = ref MemoryMarshal.GetReference(into), to = ref Unsafe.Add(ref start, place);
        ref byte lastTo = ref Unsafe.Add(ref start, into.Length - FastRoom);
        ref byte next = ref reader.Next, lastNext = ref Unsafe.Add(ref next, reader.Left - FastSource);
        ref uint literals = ref _literals.First, distances = ref _distances.First;
        ulong bits = reader.Bits;
        uint count = (uint)reader.Count;
        var status = InflateStatus.GoesOn;
        next = ref Fill(ref next, ref bits, ref count);
        uint entry = Find(ref literals, LiteralBits, bits);
        do
        {
            ulong before = Take(entry, ref bits, ref count);
            if ((int)entry < 0)
                to = ref PutTwo(ref to, ref literals, ref entry, ref bits, ref count, ref before);
            if ((int)entry < 0)
            {
                to = ref PutAndFind(ref to, ref literals, ref entry, bits);
                next = ref Fill(ref next, ref bits, ref count);
                continue;
            }

            if ((entry & InflateTable.Special) != 0)
            {
                if ((entry & InflateTable.Leads) != 0)
                    before = TakeSecond(ref literals, ref entry, ref bits, ref count);
                if ((int)entry < 0)
                {
                    to = ref PutAndFind(ref to, ref literals, ref entry, bits);
                    next = ref Fill(ref next, ref bits, ref count);
                    continue;
                }

                if ((entry & InflateTable.Special) != 0)
                {
                    status = EndOrFault(entry);
                    break;
                }
            }

            uint length = Value(entry, before);
            entry = Find(ref distances, DistanceBits, bits);
            next = ref Fill(ref next, ref bits, ref count);
            uint distance = TakeDistance(ref distances, ref entry, ref bits, ref count);
            if ((entry & InflateTable.Special) != 0 || distance > (nuint)Unsafe.ByteOffset(ref start, ref to))
            {
                status = InflateStatus.Damaged;
                break;
            }

            entry = Find(ref literals, LiteralBits, bits);
            next = ref Fill(ref next, ref bits, ref count);
            Copy(ref to, distance, length);
            to = ref Unsafe.Add(ref to, length);
        }
        while (!Unsafe.IsAddressGreaterThan(ref next, ref lastNext) && !Unsafe.IsAddressGreaterThan(ref to, ref lastTo));

        place = (int)Unsafe.ByteOffset(ref start, ref to);
        reader.Left = FastSource + (int)Unsafe.ByteOffset(ref next, ref lastNext);
        (reader.Bits, reader.Count) = (bits, (byte)count);
        reader.Next = ref next;
        return status;
    }

    // Of the count only the lowest byte is right: what Take subtracts has other things above it.
    [MethodImpl(Hot.Part)]
    private static ref byte Fill(ref byte next, scoped ref ulong bits, scoped ref uint count)
    {
        bits |= BitReader.Eight(ref next) << (int)count;
        uint bytes = ~count >> 3 & 7;
        count |= 56;
        return ref Unsafe.Add(ref next, bytes);
    }

    [MethodImpl(Hot.Part)]
    private static uint Find(ref uint table, int tableBits, ulong bits) => Unsafe.Add(ref table, (uint)bits & ((1u << tableBits) - 1));

    [MethodImpl(Hot.Part)]
    private static uint Second(ref uint table, uint entry, ulong bits) =>
        Unsafe.Add(ref table, (entry >> 16) + ((uint)bits & ((1u << (int)(entry >> 8 & 15)) - 1)));

    /// <summary>
    /// Takes a codeword and its extra bits, 28 bits at most: what else the entry holds, a shift does not see. Returns the bits with them.
    /// </summary>
    [MethodImpl(Hot.Part)]
    private static ulong Take(uint entry, ref ulong bits, ref uint count)
    {
        ulong before = bits;
        bits >>= (int)entry;
        count -= entry;
        return before;
    }

    [MethodImpl(Hot.Part)]
    private static ulong TakeSecond(ref uint table, ref uint entry, ref ulong bits, ref uint count)
    {
        entry = Second(ref table, entry, bits);
        return Take(entry, ref bits, ref count);
    }

    /// <summary>Writes the literal, and looks up what follows it.</summary>
    [MethodImpl(Hot.Part)]
    private static ref byte PutAndFind(ref byte to, ref uint literals, scoped ref uint entry, ulong bits)
    {
        to = (byte)(entry >> 16);
        entry = Find(ref literals, LiteralBits, bits);
        return ref Unsafe.Add(ref to, 1);
    }

    /// <summary>Writes a literal, and a second one if it follows, and takes what comes then.</summary>
    [MethodImpl(Hot.Part)]
    private static ref byte PutTwo(
        ref byte to, ref uint literals, scoped ref uint entry, scoped ref ulong bits, scoped ref uint count, scoped ref ulong before)
    {
        to = ref PutAndFind(ref to, ref literals, ref entry, bits);
        before = Take(entry, ref bits, ref count);
        if ((int)entry < 0)
        {
            to = ref PutAndFind(ref to, ref literals, ref entry, bits);
            before = Take(entry, ref bits, ref count);
        }

        return ref to;
    }

    /// <summary>Takes a distance whose first entry is found. It is one if the last entry is not special.</summary>
    [MethodImpl(Hot.Part)]
    private static uint TakeDistance(ref uint distances, ref uint entry, ref ulong bits, ref uint count)
    {
        ulong before = Take(entry, ref bits, ref count);
        if ((entry & InflateTable.Leads) != 0)
            before = TakeSecond(ref distances, ref entry, ref bits, ref count);
        return Value(entry, before);
    }

    /// <summary>The entry's value, and its extra bits after the codeword.</summary>
    [MethodImpl(Hot.Part)]
    private static uint Value(uint entry, ulong bits) =>
        (entry >> 16) + ((uint)(bits & ((1UL << (int)entry) - 1)) >> (int)(entry >> 8));

    /// <summary>Copies earlier bytes; the ranges may overlap. Up to 32 bytes more are written.</summary>
    [MethodImpl(Hot.Part)]
    private static void Copy(ref byte to, uint distance, uint count)
    {
        ref byte from = ref Unsafe.Subtract(ref to, distance);
        if (distance < Vector128<byte>.Count)
        {
            CopyNear(ref from, ref to, distance, count);
            return;
        }

        Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to);
        Vector128.LoadUnsafe(ref from, 16).StoreUnsafe(ref to, 16);
        for (nuint i = 32; i < count; i += (nuint)Vector128<byte>.Count)
            Vector128.LoadUnsafe(ref from, i).StoreUnsafe(ref to, i);
    }

    // Sixteen bytes of what repeats itself, and then as many whole repetitions onwards as fit into sixteen. Orders are all below sixteen,
    // for which machines agree on what a shuffle does; Vector128.Shuffle would be a call that sees to the others.
    [MethodImpl(Hot.Part)]
    private static void CopyNear(ref byte from, ref byte to, uint distance, uint count)
    {
        var order = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Orders), distance << 4);
        var pattern = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref from), order);
        nuint step = Unsafe.Add(ref MemoryMarshal.GetReference(Steps), distance);
        for (nuint i = 0; i < count; i += step)
            pattern.StoreUnsafe(ref to, i);
    }
}
