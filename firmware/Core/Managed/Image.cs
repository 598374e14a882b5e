using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>The program as firmware laid it out in memory: its header, and the unwind table of its methods.</summary>
internal static unsafe class Image
{
    public const ushort Arm64 = 0xaa64;

    private const int MachineOffset = 4;           // from the PE signature on
    private const int SizeOffset = 24 + 56;
    private const int UnwindTableOffset = 24 + 112 + 3 * 8;

    private static byte* s_start;

    public static ushort Machine => *(ushort*)(Header + MachineOffset);

    private static byte* Header => Start + *(int*)(Start + 0x3c);

    private static byte* Start
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

    public static bool Contains(nint address) => (nuint)(address - (nint)Start) < *(uint*)(Header + SizeOffset);

    /// <summary>How the method at an address keeps its stack; null where the linker left the table out or the address is none of ours.</summary>
    public static byte* UnwindInfo(nint address)
    {
        uint place = (uint)(address - (nint)Start);
        uint* directory = (uint*)(Header + UnwindTableOffset);
        var table = (Entry*)(Start + directory[0]);
        int low = 0, high = (int)(directory[1] / (uint)sizeof(Entry));
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (table[middle].Begin <= place)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && place < table[low - 1].End ? Start + table[low - 1].Info : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public uint Begin;             // 0
        public uint End;               // 4
        public uint Info;              // 8
    }
}
