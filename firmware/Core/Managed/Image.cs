namespace Internal.Runtime;

/// <summary>The program as firmware laid it out in memory: its header, and the unwind table of its methods.</summary>
internal static unsafe class Image
{
    private const int SizeOffset = 24 + 56;        // from the PE signature on
    private const int CodeSizeOffset = 24 + 4;
    private const int CodeOffset = 24 + 20;
    private const int UnwindTableOffset = 24 + 112 + 3 * 8;

    private static byte* s_start;

    private static byte* Header => Start + *(int*)(Start + 0x3c);

    public static byte* Start
    {
        get
        {
            if (s_start == null)
            {
                var loadedImage = new Guid128 { Low = 0x11d2_9562_5b1b_31a1, High = 0x3b72_69c9_a000_3f8e };
                LoadedImage* self = null;
                Firmware.Boot->HandleProtocol(Firmware.Image, &loadedImage, (void**)&self);
                s_start = self->Base;
            }

            return s_start;
        }
    }

    /// <summary>In fields of four bytes: on x86-64 a row tells where a method ends as well.</summary>
    public static int UnwindRowSize => Features.IsArm64 ? 2 : 3;

    public static bool Contains(nint address) => (nuint)(address - (nint)Start) < *(uint*)(Header + SizeOffset);

    public static bool IsCode(nint address) =>
        (nuint)(address - (nint)Start - *(int*)(Header + CodeOffset)) < *(uint*)(Header + CodeSizeOffset);

    /// <summary>The method at an address; none where the linker left the table out or the address is none of ours.</summary>
    public static UnwindEntry UnwindEntryAt(nint address)
    {
        uint place = (uint)(address - (nint)Start);
        uint* directory = (uint*)(Header + UnwindTableOffset);
        uint* table = (uint*)(Start + directory[0]);
        int rowSize = UnwindRowSize, low = 0, high = (int)(directory[1] / (uint)(rowSize * sizeof(uint)));
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (table[middle * rowSize] <= place)
                low = middle + 1;
            else
                high = middle;
        }

        var found = new UnwindEntry(low == 0 ? null : table + (low - 1) * rowSize);
        return !found.IsNull && (nuint)((byte*)address - found.Start) < found.Length ? found : default;
    }
}
