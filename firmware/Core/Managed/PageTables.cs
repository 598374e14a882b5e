using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>
/// The page tables of x86-64, which firmware leaves in force while a program runs: memory is mapped to its own address, by four
/// levels or five. What is changed here stays that of the firmware: it reads the same tables when it changes them itself.
/// </summary>
internal static unsafe class PageTables
{
    public const int PageShift = 12;
    public const nuint PageSize = 1 << PageShift;

    public const ulong Present = 1;
    private const ulong WritableAndUser = 6;
    private const ulong Large = 1 << 7;
    private const ulong LargePat = 1 << 12;
    private const ulong AddressBits = 0x3fff_ffff_f000;

    // Where memory is encrypted a bit up there is part of each address; such machines are left alone.
    private const ulong StrangeBits = 0x000f_c000_0000_0000;

    /// <summary>The entry of a page of 4 KiB, for which a larger one is split; null where there is nothing to split.</summary>
    public static ulong* EntryOf(nuint address)
    {
        ulong root = ReadRoot();
        int shift = (root & 1) != 0 ? 48 : 39;
        var entry = (ulong*)(root & AddressBits) + (address >> shift & 511);
        for (; shift > PageShift; shift -= 9, entry = (ulong*)(*entry & AddressBits) + (address >> shift & 511))
        {
            if ((*entry & (Present | StrangeBits)) != Present)
                return null;
            if ((*entry & Large) != 0 && !Split(entry, shift, address))
                return null;
        }

        return entry;
    }

    public static void SetPresent(ulong* entry, bool isPresent, nuint address) =>
        WriteEntry(entry, isPresent ? *entry | Present : *entry & ~Present, address);

    /// <summary>The table that takes the place of the large page maps the same memory in the same way, and is never taken back.</summary>
    private static bool Split(ulong* entry, int shift, nuint address)
    {
        var table = (ulong*)Firmware.AllocatePages(Firmware.BootServicesData, 1);
        if (table == null)
            return false;

        ulong first = *entry;
        if (shift == PageShift + 9)
            // For a small page the bit Large means what LargePat means otherwise.
            first = (first & LargePat) != 0 ? first & ~LargePat : first & ~Large;
        for (int i = 0; i < 512; i++)
            table[i] = first + ((ulong)i << shift - 9);
        WriteEntry(entry, (ulong)table | *entry & WritableAndUser | Present, address);
        return true;
    }

    /// <summary>CR3, and in bit 0 whether there are five levels.</summary>
    [RuntimeImport("Bq2ReadPageRoot")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadRoot();

    /// <summary>Also where the tables themselves are protected; and the processor forgets what it knew of the page.</summary>
    [RuntimeImport("Bq2WritePageEntry")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteEntry(ulong* entry, ulong value, nuint address);
}
