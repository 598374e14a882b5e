namespace Internal.Runtime;

/// <summary>
/// The memory at address 0. On x86-64 most firmware maps memory there, and a null reference would read it: it is removed from the page
/// tables while the program runs. AArch64 machines have nothing there.
/// </summary>
internal static unsafe class NullPages
{
    // For fields 32 KiB or more after a reference, ilc emits an explicit check.
    private const int Count = 8;

    private static ulong* s_entries;
    private static uint s_taken;       // by this program
    private static uint s_hidden;      // by this program
    private static uint s_absent;      // hidden by this program, by one that started it, or by firmware

    public static void Hide()
    {
        s_entries = PageTables.EntryOf(0);
        for (int i = 0; i < Count && s_entries != null; i++)
        {
            // The first page is never allocated; the others are hidden if they are free.
            ulong entry = s_entries[i];
            uint bit = 1u << i;
            if (Firmware.AllocatePagesAt(Address(i), 1))
                s_taken |= bit;
            if ((entry & PageTables.Present) == 0)
                s_absent |= entry != 0 ? bit : 0;
            else if (i == 0 || (s_taken & bit) != 0)
                s_hidden |= bit;
        }

        s_absent |= s_hidden;
        Set(s_hidden, isPresent: false);
    }

    /// <summary>
    /// Firmware of old machines, and other programs, may read the first page, which has the BIOS's tables: it is mapped again for one
    /// instruction. Returns whether there is anything to read.
    /// </summary>
    public static bool Lend(bool isLent)
    {
        Set(s_absent, isLent);
        return s_absent != 0;
    }

    public static void Show() => Set(s_hidden, isPresent: true);

    public static void GiveBack()
    {
        Show();
        for (int i = 0; i < Count; i++)
        {
            if ((s_taken >> i & 1) != 0)
                Firmware.Boot->FreePages(Address(i), 1);
        }
    }

    private static void Set(uint pages, bool isPresent)
    {
        for (int i = 0; i < Count; i++)
        {
            if ((pages >> i & 1) != 0)
                PageTables.SetPresent(s_entries + i, isPresent, Address(i));
        }
    }

    private static nuint Address(int page) => (nuint)page << PageTables.PageShift;
}
