using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Work;

namespace Bq2.Efi.Pe;

/// <summary>
/// The table by which firmware moves an image: blocks of one page each, { page address, block length, entries }, an
/// entry being four bits of kind and twelve of offset.
/// </summary>
internal static class BaseRelocations
{
    public const string SectionName = ".reloc";

    private const int BlockHeaderLength = 8;
    private const uint PageMask = 0xfff;
    private const ushort KindAbsolute = 0, KindDir64 = 10;

    /// <summary>
    /// The table for 64-bit fields at these addresses, which are sorted. Firmware and shim want it to exist, so without
    /// addresses it is one block for <paramref name="somePage"/> that moves nothing.
    /// </summary>
    public static byte[] Encode(ReadOnlySpan<uint> sorted, uint somePage)
    {
        // A block of its own for each address would be the longest table.
        var table = new byte[Math.Max(1, sorted.Length) * (BlockHeaderLength + 2 * sizeof(ushort))];
        int length = sorted.IsEmpty ? WriteBlock(table, somePage, []) : 0;
        while (!sorted.IsEmpty)
        {
            int count = CountInPage(sorted);
            length += WriteBlock(table.AsSpan(length), sorted[0] & ~PageMask, sorted[..count]);
            sorted = sorted[count..];
        }

        return table[..length];
    }

    [MethodImpl(Hot.Path)]
    private static int CountInPage(ReadOnlySpan<uint> sorted)
    {
        uint last = sorted[0] | PageMask;
        int count = 1;
        while (count < sorted.Length && sorted[count] <= last)
            count++;
        return count;
    }

    // A block is a whole number of words; an entry of kind 0 fills the last one, and two make the empty block.
    [MethodImpl(Hot.Path)]
    private static int WriteBlock(Span<byte> table, uint page, ReadOnlySpan<uint> addresses)
    {
        var entries = MemoryMarshal.Cast<byte, ushort>(table[BlockHeaderLength..]);
        int count = 0;
        uint last = uint.MaxValue;
        foreach (uint address in addresses)
        {
            // A field named twice would be moved twice.
            if (address != last)
                entries[count++] = (ushort)(KindDir64 << 12 | address & PageMask);
            last = address;
        }

        while (count == 0 || count % 2 != 0)
            entries[count++] = KindAbsolute << 12;
        int length = BlockHeaderLength + count * sizeof(ushort);
        BinaryPrimitives.WriteUInt32LittleEndian(table, page);
        BinaryPrimitives.WriteInt32LittleEndian(table[sizeof(uint)..], length);
        return length;
    }

    /// <summary>The blocks of a table, up to the first whose length cannot be.</summary>
    public static IEnumerable<BaseRelocationBlock> Blocks(ReadOnlyMemory<byte> table)
    {
        for (int at = 0; table.Length - at >= BlockHeaderLength;)
        {
            var block = table[at..];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(block.Span[sizeof(uint)..]);
            if (length < BlockHeaderLength || length > block.Length || length % sizeof(ushort) != 0)
                yield break;

            yield return new(at, BinaryPrimitives.ReadUInt32LittleEndian(block.Span), block[BlockHeaderLength..(int)length]);
            at += (int)length;
        }
    }

    /// <summary>The addresses of 64-bit fields that a table moves, and what is wrong with it as firmware would see it.</summary>
    public static List<uint> Decode(ReadOnlySpan<byte> table, List<Fault> faults)
    {
        var addresses = new List<uint>();
        int end = 0;
        foreach (var block in Blocks(table.ToArray()))
        {
            end = block.Offset + block.Length;
            for (int i = 0; i < block.Count; i++)
            {
                if (block[i].Kind == BaseRelocationKind.Dir64)
                    addresses.Add(block[i].Address);
            }
        }

        if (end < table.Length)
        {
            faults.Add(
                new(
                    EfiFaults.RelocationBlock,
                    $"the base relocation block at 0x{end:x} of the table has no sound length, {table.Length - end} bytes are left"));
        }

        return addresses;
    }
}
