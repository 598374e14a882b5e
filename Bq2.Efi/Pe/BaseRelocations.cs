using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Efi.Pe;

/// <summary>
/// The table by which firmware moves an image: blocks of one page each, { page address, block length, entries }, an
/// entry being four bits of kind and twelve of offset.
/// </summary>
public static class BaseRelocations
{
    public const string SectionName = ".reloc";

    private const int BlockHeaderLength = 8;
    private const uint PageMask = 0xfff;
    private const ushort KindAbsolute = 0, KindDir64 = 10;

    /// <summary>
    /// The table for 64-bit fields at these addresses, in any order. Firmware and shim want it to exist, so without
    /// addresses it is one block for <paramref name="somePage"/> that moves nothing.
    /// </summary>
    public static byte[] Encode(List<uint> addresses, uint somePage)
    {
        addresses.Sort();
        var table = new MemoryStream();
        var sorted = CollectionsMarshal.AsSpan(addresses);
        if (sorted.IsEmpty)
            WriteBlock(table, somePage, []);

        while (!sorted.IsEmpty)
        {
            uint page = sorted[0] & ~PageMask;
            int count = sorted.IndexOfAnyExceptInRange(page, page | PageMask);
            var inPage = count < 0 ? sorted : sorted[..count];
            WriteBlock(table, page, inPage);
            sorted = sorted[inPage.Length..];
        }

        return table.ToArray();
    }

    // A block is a whole number of words; an entry of kind 0 fills the last one, and two make the empty block.
    private static void WriteBlock(MemoryStream table, uint page, ReadOnlySpan<uint> addresses)
    {
        var entries = new List<ushort>(addresses.Length + 1);
        uint last = uint.MaxValue;
        foreach (uint address in addresses)
        {
            // A field named twice would be moved twice.
            if (address != last)
                entries.Add((ushort)(KindDir64 << 12 | address & PageMask));
            last = address;
        }

        while (entries.Count == 0 || entries.Count % 2 != 0)
            entries.Add(KindAbsolute << 12);
        table.Write(StructBytes.ToBytes(page));
        table.Write(StructBytes.ToBytes((uint)(BlockHeaderLength + entries.Count * sizeof(ushort))));
        table.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(entries)));
    }

    /// <summary>The addresses that a table moves, and what is wrong with it as firmware would see it.</summary>
    public static List<uint> Decode(ReadOnlySpan<byte> table, List<Fault> faults)
    {
        var addresses = new List<uint>();
        for (int at = 0; at < table.Length;)
        {
            var block = table[at..];
            uint length = block.Length < BlockHeaderLength ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);
            if (length < BlockHeaderLength || length > block.Length || length % sizeof(uint) != 0)
            {
                faults.Add(new("PE030", $"the base relocation block at 0x{at:x} of the table has length {length}, {block.Length} bytes are left"));
                return addresses;
            }

            uint page = BinaryPrimitives.ReadUInt32LittleEndian(block);
            foreach (ushort entry in MemoryMarshal.Cast<byte, ushort>(block[BlockHeaderLength..(int)length]))
            {
                if (entry >> 12 == KindDir64)
                    addresses.Add(page + (entry & PageMask));
                else if (entry >> 12 != KindAbsolute)
                    faults.Add(new("PE031", $"the base relocation at 0x{page + (entry & PageMask):x} is of kind {entry >> 12}, expected {KindDir64}"));
            }

            at += (int)length;
        }

        return addresses;
    }
}
