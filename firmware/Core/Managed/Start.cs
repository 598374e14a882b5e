using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>From firmware to Main and back.</summary>
internal static unsafe class Start
{
    // A program's result gets the error bit: firmware tries the next program only after an error.
    [RuntimeExport("EfiMain")]
    internal static ulong EfiMain(nint image, SystemTable* table)
    {
        Firmware.Enter(image, table);
        System.Environment.OnFailFast = &LastWords.FailFast;

        // Firmware resets a machine whose boot takes more than five minutes; a program that waits for a person may.
        Firmware.Boot->SetWatchdog(0, 0, 0, null);
        ProgramStack.Enter(&Run);
        return Firmware.Aborted;
    }

    [UnmanagedCallersOnly]
    private static void Run()
    {
        Statics.Prepare();
        CpuFaults.Watch();
        System.Environment.Exit(Main(0, null));
    }

    [RuntimeImport("__managed__Main")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int Main(int count, char** words);
}
