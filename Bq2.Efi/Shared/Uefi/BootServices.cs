using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>
/// The services there are until the kernel takes the machine: UEFI 4.4, in its order. A service that nobody calls
/// yet is a void*; it gets its signature with its first caller.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct BootServices
{
    public EfiTableHeader Header;                    //   0

    // Task priority
    public void* RaiseTpl;                           //  24
    public void* RestoreTpl;                         //  32

    // Memory
    public delegate* unmanaged<AllocateType, MemoryType, nuint, ulong*, EfiStatus> AllocatePages; // 40
    public delegate* unmanaged<ulong, nuint, EfiStatus> FreePages;                   // 48
    public void* GetMemoryMap;                       //  56
    public delegate* unmanaged<MemoryType, nuint, void**, EfiStatus> AllocatePool;   // 64
    public delegate* unmanaged<void*, EfiStatus> FreePool;                           // 72

    // Events and timers
    public void* CreateEvent;                        //  80
    public void* SetTimer;                           //  88
    public void* WaitForEvent;                       //  96
    public void* SignalEvent;                        // 104
    public void* CloseEvent;                         // 112
    public void* CheckEvent;                         // 120

    // Protocols
    public void* InstallProtocolInterface;           // 128
    public void* ReinstallProtocolInterface;         // 136
    public void* UninstallProtocolInterface;         // 144
    public delegate* unmanaged<EfiHandle, EfiGuid*, void**, EfiStatus> HandleProtocol; // 152
    public void* Reserved;                           // 160
    public void* RegisterProtocolNotify;             // 168
    public void* LocateHandle;                       // 176
    public void* LocateDevicePath;                   // 184
    public void* InstallConfigurationTable;          // 192

    // Images
    public delegate* unmanaged<byte, EfiHandle, DevicePathNode*, void*, nuint, EfiHandle*, EfiStatus> LoadImage; // 200
    public delegate* unmanaged<EfiHandle, nuint*, char**, EfiStatus> StartImage;     // 208
    public delegate* unmanaged<EfiHandle, EfiStatus, nuint, char*, EfiStatus> Exit;  // 216
    public delegate* unmanaged<EfiHandle, EfiStatus> UnloadImage;                    // 224
    public void* ExitBootServices;                   // 232

    // Miscellaneous
    public void* GetNextMonotonicCount;              // 240
    public void* Stall;                              // 248
    public delegate* unmanaged<nuint, ulong, nuint, char*, EfiStatus> SetWatchdogTimer; // 256

    // Drivers
    public void* ConnectController;                  // 264
    public void* DisconnectController;               // 272

    // Opening and closing protocols
    public void* OpenProtocol;                       // 280
    public void* CloseProtocol;                      // 288
    public void* OpenProtocolInformation;            // 296

    // Library
    public void* ProtocolsPerHandle;                 // 304
    public void* LocateHandleBuffer;                 // 312
    public void* LocateProtocol;                     // 320

    // The two below take any number of (guid, interface) pairs and a null; we pass two pairs. Arguments of a
    // variadic function go the same way as any others on both machines, as none of them is a floating point number.
    public delegate* unmanaged<EfiHandle*, EfiGuid*, void*, EfiGuid*, void*, void*, EfiStatus>
        InstallMultipleProtocolInterfaces;           // 328
    public delegate* unmanaged<EfiHandle, EfiGuid*, void*, EfiGuid*, void*, void*, EfiStatus>
        UninstallMultipleProtocolInterfaces;         // 336

    public void* CalculateCrc32;                     // 344
    public void* CopyMem;                            // 352
    public void* SetMem;                             // 360
    public void* CreateEventEx;                      // 368
}

/// <summary>How AllocatePages chooses the place.</summary>
public enum AllocateType : uint
{
    AnyPages = 0,
    MaxAddress = 1,
    Address = 2,
}

/// <summary>What memory is for; decides whether a kernel may reuse it.</summary>
public enum MemoryType : uint
{
    LoaderCode = 1,
    LoaderData = 2,
}
