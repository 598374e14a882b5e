using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The services available until the kernel takes over the machine: UEFI 4.4, in its order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BootServices
{
    public EfiTableHeader Header;                    //   0

    // Task priority
    public delegate* unmanaged[SuppressGCTransition]<TaskPriority, TaskPriority> RaiseTpl;                 //  24
    public delegate* unmanaged[SuppressGCTransition]<TaskPriority, void> RestoreTpl;                       //  32

    // Memory
    public delegate* unmanaged[SuppressGCTransition]<AllocateType, MemoryType, nuint, ulong*, EfiStatus> AllocatePages; // 40
    public delegate* unmanaged[SuppressGCTransition]<ulong, nuint, EfiStatus> FreePages;                   //  48
    public delegate* unmanaged[SuppressGCTransition]<nuint*, MemoryDescriptor*, nuint*, nuint*, uint*, EfiStatus> GetMemoryMap; // 56
    public delegate* unmanaged[SuppressGCTransition]<MemoryType, nuint, void**, EfiStatus> AllocatePool;   //  64
    public delegate* unmanaged[SuppressGCTransition]<void*, EfiStatus> FreePool;                           //  72

    // Events and timers
    public delegate* unmanaged[SuppressGCTransition]<
        EventTraits, TaskPriority, delegate* unmanaged<EfiEvent, void*, void>, void*, EfiEvent*, EfiStatus>
        CreateEvent;                                 //  80
    public delegate* unmanaged[SuppressGCTransition]<EfiEvent, TimerDelay, ulong, EfiStatus> SetTimer;     //  88  in units of 100 ns
    public delegate* unmanaged[SuppressGCTransition]<nuint, EfiEvent*, nuint*, EfiStatus> WaitForEvent;    //  96
    public delegate* unmanaged[SuppressGCTransition]<EfiEvent, EfiStatus> SignalEvent;                     // 104
    public delegate* unmanaged[SuppressGCTransition]<EfiEvent, EfiStatus> CloseEvent;                      // 112
    public delegate* unmanaged[SuppressGCTransition]<EfiEvent, EfiStatus> CheckEvent;                      // 120

    // Protocols
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle*, EfiGuid*, InterfaceType, void*, EfiStatus> InstallProtocolInterface; // 128
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void*, void*, EfiStatus> ReinstallProtocolInterface; // 136
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void*, EfiStatus> UninstallProtocolInterface; // 144
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void**, EfiStatus> HandleProtocol; // 152
    public void* Reserved;                           // 160
    public delegate* unmanaged[SuppressGCTransition]<EfiGuid*, EfiEvent, void**, EfiStatus> RegisterProtocolNotify; // 168
    public delegate* unmanaged[SuppressGCTransition]<LocateSearch, EfiGuid*, void*, nuint*, EfiHandle*, EfiStatus> LocateHandle; // 176
    public delegate* unmanaged[SuppressGCTransition]<EfiGuid*, DevicePathNode**, EfiHandle*, EfiStatus> LocateDevicePath; // 184
    public delegate* unmanaged[SuppressGCTransition]<EfiGuid*, void*, EfiStatus> InstallConfigurationTable; // 192

    // Images
    public delegate* unmanaged[SuppressGCTransition]<byte, EfiHandle, DevicePathNode*, void*, nuint, EfiHandle*, EfiStatus>
        LoadImage; // 200
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, nuint*, char**, EfiStatus> StartImage;     // 208
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiStatus, nuint, char*, EfiStatus> Exit;  // 216
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiStatus> UnloadImage;                    // 224
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, nuint, EfiStatus> ExitBootServices;        // 232

    // Miscellaneous
    public delegate* unmanaged[SuppressGCTransition]<ulong*, EfiStatus> GetNextMonotonicCount;             // 240
    public delegate* unmanaged[SuppressGCTransition]<nuint, EfiStatus> Stall;                              // 248  microseconds
    public delegate* unmanaged[SuppressGCTransition]<nuint, ulong, nuint, char*, EfiStatus> SetWatchdogTimer; // 256

    // Drivers
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiHandle*, DevicePathNode*, byte, EfiStatus> ConnectController; // 264
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiHandle, EfiHandle, EfiStatus> DisconnectController; // 272

    // Opening and closing protocols
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void**, EfiHandle, EfiHandle, uint, EfiStatus>
        OpenProtocol; // 280
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, EfiHandle, EfiHandle, EfiStatus> CloseProtocol; // 288
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void**, nuint*, EfiStatus> OpenProtocolInformation; // 296

    // Library
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid***, nuint*, EfiStatus> ProtocolsPerHandle; // 304
    public delegate* unmanaged[SuppressGCTransition]<LocateSearch, EfiGuid*, void*, nuint*, EfiHandle**, EfiStatus>
        LocateHandleBuffer; // 312
    public delegate* unmanaged[SuppressGCTransition]<EfiGuid*, void*, void**, EfiStatus> LocateProtocol;   // 320

    // The two below take any number of (guid, interface) pairs and a null; we pass two pairs. Arguments of a
    // variadic function are passed like any others on both machines, as none of them is a floating point number.
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle*, EfiGuid*, void*, EfiGuid*, void*, void*, EfiStatus>
        InstallMultipleProtocolInterfaces;           // 328
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiGuid*, void*, EfiGuid*, void*, void*, EfiStatus>
        UninstallMultipleProtocolInterfaces;         // 336

    public delegate* unmanaged[SuppressGCTransition]<void*, nuint, uint*, EfiStatus> CalculateCrc32;       // 344
    public delegate* unmanaged[SuppressGCTransition]<void*, void*, nuint, void> CopyMem;                   // 352
    public delegate* unmanaged[SuppressGCTransition]<void*, nuint, byte, void> SetMem;                     // 360
    public delegate* unmanaged[SuppressGCTransition]<
        EventTraits, TaskPriority, delegate* unmanaged<EfiEvent, void*, void>, void*, EfiGuid*, EfiEvent*, EfiStatus>
        CreateEventEx;                               // 368
}

/// <summary>How AllocatePages chooses the address.</summary>
internal enum AllocateType : uint
{
    AnyPages = 0,
    MaxAddress = 1,
    Address = 2,
}

/// <summary>When a timer fires.</summary>
internal enum TimerDelay : uint
{
    Cancel = 0,
    Periodic = 1,
    Relative = 2,
}

/// <summary>The only kind of interface that exists.</summary>
internal enum InterfaceType : uint
{
    Native = 0,
}

/// <summary>Which handles to look for.</summary>
internal enum LocateSearch : uint
{
    AllHandles = 0,
    ByRegisterNotify = 1,
    ByProtocol = 2,
}
