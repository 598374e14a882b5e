using System.Runtime;
using System.Runtime.CompilerServices;

namespace Bq2.Loader;

/// <summary>Microseconds since the machine was switched on, by the processor's counter.</summary>
internal static unsafe class Clock
{
    private static ulong s_ticksPerSecond;

    public static ulong Now => Ticks / (TicksPerSecond / 1_000_000);

    public static ulong Ticks => ReadCounter();

    // Some processors report the counter's rate; on others it is measured for a millisecond.
    private static ulong TicksPerSecond
    {
        get
        {
            if (s_ticksPerSecond == 0)
                s_ticksPerSecond = ReadCounterRate();
            if (s_ticksPerSecond == 0)
            {
                ulong before = ReadCounter();
                Firmware.Call(1000, Firmware.Boot->Stall);
                s_ticksPerSecond = (ReadCounter() - before) * 1000;
            }

            // The counter may not run; do not divide by 0.
            if (s_ticksPerSecond < 1_000_000)
                s_ticksPerSecond = 1_000_000;
            return s_ticksPerSecond;
        }
    }

    // The linker provides these two: C# cannot express the instructions.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("Bq2ReadCounter")]
    private static extern ulong ReadCounter();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("Bq2ReadCounterRate")]
    private static extern ulong ReadCounterRate();
}
