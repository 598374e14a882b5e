namespace Internal.Runtime;

/// <summary>
/// The memory that null references lead to. On x86-64 most firmware has memory there, and what is read through null would be whatever
/// lies in it: it is taken out of the page tables while the program runs. AArch64 machines have none there.
/// </summary>
internal static unsafe class NullPages
{
    // ilc checks by an instruction of its own what lies 32 KiB or more behind a reference.
    private const int Count = 8;

    private static ulong* s_entries;
    private static uint s_taken;       // by this program
    private static uint s_hidden;      // by this program
    private static uint s_absent;      // hidden, be it by this program, by one that started it, or by firmware

    public static void Hide()
    {
        s_entries = PageTables.EntryOf(0);
        for (int i = 0; i < Count && s_entries != null; i++)
        {
            // The first page is never given to anybody; of the others those are hidden that nobody has.
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
    /// Firmware of old machines looks into the first page, where the BIOS has its tables, and programs of others may: they find it for
    /// an instruction. Answers whether there is anything to find.
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
