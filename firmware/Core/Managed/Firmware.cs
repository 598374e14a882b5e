using System.Runtime.InteropServices;

namespace Internal.Runtime;

/// <summary>The part of UEFI that the core library needs. Programs that need more reference the full tables.</summary>
internal static unsafe class Firmware
{
    public const ulong Success = 0;
    public const ulong ErrorBit = 1ul << 63;
    public const ulong Aborted = ErrorBit | 21;

    public const int LoaderData = 2;
    public const int BootServicesData = 4;

    private const int AnyPages = 0;
    private const int AtAddress = 2;

    private static ulong s_status;

    public static nint Image { get; private set; }

    public static SystemTable* Table { get; private set; }

    public static BootServices* Boot => Table->BootServices;

    public static void Enter(nint image, SystemTable* table)
    {
        Image = image;
        Table = table;
    }

    public static void* Allocate(nuint size)
    {
        void* memory = null;
        return Boot->AllocatePool(LoaderData, size, &memory) == Success ? memory : null;
    }

    public static void* AllocatePages(int kind, nuint count)
    {
        nuint address = 0;
        return Boot->AllocatePages(AnyPages, kind, count, &address) == Success ? (void*)address : null;
    }

    public static bool AllocatePagesAt(nuint address, nuint count) =>
        Boot->AllocatePages(AtAddress, LoaderData, count, &address) == Success;

    /// <summary>Ends the program from anywhere in it.</summary>
    public static void Leave(ulong status)
    {
        Console.Flush();
        s_status = status;
        ProgramStack.Leave(&GiveBack);
    }

    [UnmanagedCallersOnly]
    private static void GiveBack()
    {
        NullPages.GiveBack();
        ProgramStack.GiveBack();
        CpuFaults.Unwatch();
        Heap.GiveBack();
        Boot->Exit(Image, s_status, 0, null);
    }
}

/// <summary>The system table, as far as it is used here: UEFI 4.3.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct SystemTable
{
    [FieldOffset(48)]
    public TextInput* In;

    [FieldOffset(64)]
    public TextOutput* Out;            // null on a machine without any console

    [FieldOffset(96)]
    public BootServices* BootServices;
}

/// <summary>UEFI 4.4.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct BootServices
{
    [FieldOffset(40)]
    public delegate* unmanaged<int, int, nuint, nuint*, ulong> AllocatePages;

    [FieldOffset(48)]
    public delegate* unmanaged<nuint, nuint, ulong> FreePages;

    [FieldOffset(64)]
    public delegate* unmanaged<int, nuint, void**, ulong> AllocatePool;

    [FieldOffset(72)]
    public delegate* unmanaged<void*, ulong> FreePool;

    [FieldOffset(80)]
    public delegate* unmanaged<uint, nuint, delegate* unmanaged<nint, void*, void>, void*, nint*, ulong> CreateEvent;

    [FieldOffset(96)]
    public delegate* unmanaged<nuint, nint*, nuint*, ulong> WaitForEvent;

    [FieldOffset(112)]
    public delegate* unmanaged<nint, ulong> CloseEvent;

    [FieldOffset(152)]
    public delegate* unmanaged<nint, Guid128*, void**, ulong> HandleProtocol;

    [FieldOffset(216)]
    public delegate* unmanaged<nint, ulong, nuint, char*, ulong> Exit;

    [FieldOffset(248)]
    public delegate* unmanaged<nuint, ulong> Stall;

    [FieldOffset(256)]
    public delegate* unmanaged<nuint, ulong, nuint, char*, ulong> SetWatchdog;

    [FieldOffset(320)]
    public delegate* unmanaged<Guid128*, void*, void**, ulong> LocateProtocol;
}

/// <summary>UEFI 12.3.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct TextInput
{
    [FieldOffset(8)]
    public delegate* unmanaged<TextInput*, Key*, ulong> ReadKey;

    [FieldOffset(16)]
    public nint WaitForKey;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Key
{
    public ushort ScanCode;
    public char Character;
}

/// <summary>UEFI 12.4.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct TextOutput
{
    [FieldOffset(8)]
    public delegate* unmanaged<TextOutput*, char*, ulong> Write;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Guid128
{
    public ulong Low;
    public ulong High;
}

/// <summary>What a program can learn about itself: UEFI 9.1.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct LoadedImage
{
    [FieldOffset(64)]
    public byte* Base;
}
