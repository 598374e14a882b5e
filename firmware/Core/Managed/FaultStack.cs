using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>
/// On x86-64 the processor reports a fault on the current stack, and resets the machine if that is full. It can switch to another stack,
/// named by a task state segment: firmware usually has none, so we install one while the program runs.
/// </summary>
internal static unsafe class FaultStack
{
    private const int PageFault = 14;
    private const int Pages = 5;
    private const int TaskStateSize = 104;
    private const int TaskStateOffset = 4096 - 128;

    private static Tables s_before;
    private static byte* s_memory;

    /// <summary>Whether a full stack can be reported.</summary>
    public static bool Enter()
    {
        fixed (Tables* before = &s_before)
        {
            uint task = ReadTables(before);
            byte* gate = s_before.Interrupts.Base + 16 * PageFault;
            if ((gate[4] & 7) != 0)
                return true;           // the firmware's, or that of the program that started this one

            // A task segment inside the table is in use; one beyond its end is left over from an earlier program.
            int end = s_before.Segments.Limit + 1;
            if (task != 0 && task < end || end > TaskStateOffset - 16)
                return false;
            s_memory = (byte*)Firmware.AllocatePages(Firmware.BootServicesData, Pages);
            if (s_memory == null)
                return false;

            SpanHelpers.ClearWithoutReferences(ref *s_memory, 4096);
            SpanHelpers.Memmove(ref *s_memory, ref *s_before.Segments.Base, (nuint)end);
            byte* state = s_memory + TaskStateOffset;
            *(byte**)(state + 36) = s_memory + Pages * 4096;             // the first interrupt stack
            *(ushort*)(state + 102) = TaskStateSize;                     // no I/O permission map follows

            // A descriptor, which holds the segment's address in four pieces.
            var descriptor = (ulong*)(s_memory + end);
            ulong address = (ulong)state;
            descriptor[0] = TaskStateSize - 1 | (address & 0xff_ffff) << 16 | 0x89ul << 40 | (address >> 24 & 0xff) << 56;
            descriptor[1] = address >> 32;
            var segments = new Table { Limit = (ushort)(end + 15), Base = s_memory };
            LoadTables(&segments, (uint)end);
            gate[4] |= 1;
            return true;
        }
    }

    /// <summary>The page with the segments is not freed: processors that firmware started in the meantime use it too.</summary>
    public static void Leave()
    {
        if (s_memory == null)
            return;

        s_before.Interrupts.Base[16 * PageFault + 4] &= 0xf8;
        fixed (Table* segments = &s_before.Segments)
            LoadTables(segments, 0);
        Firmware.Boot->FreePages((nuint)(s_memory + 4096), Pages - 1);
        s_memory = null;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    private struct Table
    {
        [FieldOffset(0)]
        public ushort Limit;

        [FieldOffset(2)]
        public byte* Base;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Tables
    {
        public Table Segments;
        public Table Interrupts;
    }

    /// <summary>The current descriptor tables; returns the task segment.</summary>
    [RuntimeImport("Bq2ReadTables")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern uint ReadTables(Tables* tables);

    /// <summary>Loads a descriptor table, and a task segment unless that is 0.</summary>
    [RuntimeImport("Bq2LoadTables")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void LoadTables(Table* segments, uint task);
}
