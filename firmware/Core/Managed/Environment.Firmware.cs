using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public static unsafe partial class Environment
{
    private const int Measures = 8;
    private const nuint MeasuringTime = 2_000;     // microseconds

    private static ulong s_ticksPerMillisecond;

    /// <summary>
    /// By the processor's own counter. On AArch64 it tells its rate; on x86-64 that is measured the first time, against the
    /// firmware's idea of two milliseconds.
    /// </summary>
    public static long TickCount64
    {
        get
        {
            if (s_ticksPerMillisecond == 0)
                s_ticksPerMillisecond = Math.Max(Rate() / 1000, 1);
            return (long)(ReadCounter() / s_ticksPerMillisecond);
        }
    }

    /// <summary>Ends the program. Firmware is given 0 as success, and anything else as the error of that number.</summary>
    [DoesNotReturn]
    public static void Exit(int exitCode)
    {
        Firmware.Leave(exitCode == 0 ? Firmware.Success : Firmware.ErrorBit | (uint)exitCode);
        FailFast("the firmware did not let the program go");
    }

    private static ulong Rate()
    {
        ulong told = ReadCounterRate();
        if (told != 0)
            return told;

        // Where others share the processor a measure may take much longer than the time that it measures, and never less.
        ulong least = ulong.MaxValue;
        for (int i = 0; i < Measures; i++)
        {
            ulong start = ReadCounter();
            Firmware.Boot->Stall(MeasuringTime);
            least = Math.Min(least, ReadCounter() - start);
        }

        return least * (1_000_000 / MeasuringTime);
    }

    [RuntimeImport("Bq2ReadCounter")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadCounter();

    [RuntimeImport("Bq2ReadCounterRate")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadCounterRate();
}
