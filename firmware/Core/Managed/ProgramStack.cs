using System.Runtime;
using System.Runtime.CompilerServices;

namespace Internal.Runtime;

/// <summary>
/// A stack for the program: firmware's has 128 KiB, and below it is other memory. This one is larger, and has guard pages below it.
/// </summary>
internal static unsafe class ProgramStack
{
    private const nuint Size = 1 << 20;

    // Larger than the frame of any method that does not touch its pages in order.
    private const nuint GuardSize = 64 << 10;

    private static byte* s_memory;
    private static bool s_isGuarded;

    /// <summary>From where on firmware's stack may be used: nothing of the program there is needed any more.</summary>
    public static byte* OfFirmware { get; private set; }

    public static bool IsGuard(nuint address) => s_isGuarded && address - (nuint)s_memory < GuardSize;

    /// <summary>Continues in a method that does not return.</summary>
    public static void Enter(delegate* unmanaged<void> method)
    {
        byte here;
        OfFirmware = (byte*)((nint)(&here - 1024) & ~15);
        s_memory = (byte*)Firmware.AllocatePages(Firmware.LoaderData, (Size + GuardSize) >> PageTables.PageShift);
        if (s_memory == null)
            method();

        Call(method, s_memory + GuardSize + Size);
    }

    /// <summary>Switches back to firmware's stack, since this one is about to be freed.</summary>
    public static void Leave(delegate* unmanaged<void> method)
    {
        byte here;
        if ((nuint)(&here - s_memory) < GuardSize + Size)
            Call(method, OfFirmware);
        method();
    }

    public static void Guard()
    {
        s_isGuarded = s_memory != null && (Features.IsArm64 || FaultStack.Enter());
        SetGuard(true);
    }

    public static void GiveBack()
    {
        SetGuard(false);
        FaultStack.Leave();
        if (s_memory != null)
            Firmware.Boot->FreePages((nuint)s_memory, (Size + GuardSize) >> PageTables.PageShift);
    }

    /// <summary>
    /// Finds the innermost frame of ours on the stack, for faults in firmware that we called.
    /// </summary>
    public static Frame FrameIn(byte* stackPointer)
    {
        for (var word = (nint*)stackPointer; word < s_memory + GuardSize + Size; word++)
        {
            if (Image.IsCode(*word - 1))
                return new(*word, (byte*)(word + 1), *(byte**)(word - 1));
        }

        return default;
    }

    public static void SetGuard(bool isOn)
    {
        if (!s_isGuarded)
            return;
        if (Features.IsArm64)
        {
            CpuFaults.SetReadOnly(s_memory, GuardSize, isOn);
            return;
        }

        for (nuint page = (nuint)s_memory; page < (nuint)s_memory + GuardSize; page += PageTables.PageSize)
        {
            var entry = PageTables.EntryOf(page);
            if (entry != null)
                PageTables.SetPresent(entry, !isOn, page);
        }
    }

    [RuntimeImport("Bq2CallOnStack")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Call(delegate* unmanaged<void> method, byte* stackPointer);
}
