using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>
/// The page tables of x86-64, which firmware keeps active while a program runs: memory is mapped one to one, by four or five levels. They
/// stay the firmware's: it reads the same tables when it changes them itself.
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

    // With encrypted memory, a high bit is part of each address; such machines are left alone.
    private const ulong StrangeBits = 0x000f_c000_0000_0000;

    /// <summary>The entry of a 4 KiB page; a larger page is split for it. Null if nothing is mapped there.</summary>
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

    /// <summary>The table that replaces the large page maps the same memory the same way; it is never removed.</summary>
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

    /// <summary>CR3; bit 0 says whether there are five levels.</summary>
    [RuntimeImport("Bq2ReadPageRoot")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadRoot();

    /// <summary>Writes even if the tables are write-protected, and flushes the page from the processor's cache.</summary>
    [RuntimeImport("Bq2WritePageEntry")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteEntry(ulong* entry, ulong value, nuint address);
}
