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
    /// By the processor's counter. AArch64 reports its rate; on x86-64 it is measured at the first call, against two milliseconds of the
    /// firmware's.
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

    /// <summary>Ends the program. 0 is reported to firmware as success, anything else as the error with that number.</summary>
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

        // On a shared processor a measurement may take much longer than the time it measures, but never less.
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
