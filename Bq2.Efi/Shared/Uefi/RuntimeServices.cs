using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The services that remain when a kernel runs: UEFI 4.5, in its order.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RuntimeServices
{
    public EfiTableHeader Header;                    //   0

    // Time
    public delegate* unmanaged[SuppressGCTransition]<EfiTime*, TimeCapabilities*, EfiStatus> GetTime;      //  24
    public delegate* unmanaged[SuppressGCTransition]<EfiTime*, EfiStatus> SetTime;                         //  32
    public delegate* unmanaged[SuppressGCTransition]<byte*, byte*, EfiTime*, EfiStatus> GetWakeupTime;     //  40
    public delegate* unmanaged[SuppressGCTransition]<byte, EfiTime*, EfiStatus> SetWakeupTime;             //  48

    // Virtual memory
    public delegate* unmanaged[SuppressGCTransition]<nuint, nuint, uint, MemoryDescriptor*, EfiStatus> SetVirtualAddressMap; // 56
    public delegate* unmanaged[SuppressGCTransition]<nuint, void**, EfiStatus> ConvertPointer;             //  64

    // Variables: name, vendor, attributes, size, data
    public delegate* unmanaged[SuppressGCTransition]<char*, EfiGuid*, VariableTraits*, nuint*, void*, EfiStatus> GetVariable; // 72
    public delegate* unmanaged[SuppressGCTransition]<nuint*, char*, EfiGuid*, EfiStatus> GetNextVariableName; // 80
    public delegate* unmanaged[SuppressGCTransition]<char*, EfiGuid*, VariableTraits, nuint, void*, EfiStatus> SetVariable; // 88

    // Miscellaneous
    public delegate* unmanaged[SuppressGCTransition]<uint*, EfiStatus> GetNextHighMonotonicCount;          //  96
    public delegate* unmanaged[SuppressGCTransition]<ResetType, EfiStatus, nuint, void*, void> ResetSystem; // 104
    public void* UpdateCapsule;                      // 112
    public void* QueryCapsuleCapabilities;           // 120
    public delegate* unmanaged[SuppressGCTransition]<VariableTraits, ulong*, ulong*, ulong*, EfiStatus> QueryVariableInfo; // 128
}

internal enum ResetType : uint
{
    Cold = 0,
    Warm = 1,
    Shutdown = 2,
}

/// <summary>How long a variable lasts, and who can see it.</summary>
[Flags]
internal enum VariableTraits : uint
{
    None = 0,
    NonVolatile = 0x01,
    BootService = 0x02,
    Runtime = 0x04,
    TimeBasedAuthenticated = 0x20,
    Append = 0x40,
}
