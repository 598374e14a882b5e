using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi.Uefi;

/// <summary>Recursion without an end.</summary>
internal static unsafe class Endless
{
    private const EventTraits NotifySignal = (EventTraits)0x200;
    private const TaskPriority Callback = (TaskPriority)8;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Down(int n) => n < 0 ? 0 : Down(n + 1) + n;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Ping(int n) => n < 0 ? 0 : Pong(n + 1) + n;

    /// <summary>With a frame of several pages.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Broad(int n)
    {
        Span<int> room = stackalloc int[5000];
        room[n & 7] = n;
        return n < 0 ? room[3] : Broad(n + 1) + room[n & 7];
    }

    /// <summary>By way of the firmware, which calls back.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void InFirmware()
    {
        EfiEvent made;
        var boot = EfiProgram.SystemTable->BootServices;
        boot->CreateEvent(NotifySignal, Callback, &Again, null, &made);
        boot->SignalEvent(made);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Pong(int n) => n < 0 ? 1 : Ping(n + 1) - n;

    [UnmanagedCallersOnly]
    private static void Again(EfiEvent which, void* context) => Down(0);
}
