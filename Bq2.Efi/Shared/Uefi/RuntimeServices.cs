using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The services that stay when a kernel runs: UEFI 4.5, in its order.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct RuntimeServices
{
    public EfiTableHeader Header;                    //   0

    // Time
    public void* GetTime;                            //  24
    public void* SetTime;                            //  32
    public void* GetWakeupTime;                      //  40
    public void* SetWakeupTime;                      //  48

    // Virtual memory
    public void* SetVirtualAddressMap;               //  56
    public void* ConvertPointer;                     //  64

    // Variables
    public void* GetVariable;                        //  72
    public void* GetNextVariableName;                //  80
    public void* SetVariable;                        //  88

    // Miscellaneous
    public void* GetNextHighMonotonicCount;          //  96
    public delegate* unmanaged<ResetType, EfiStatus, nuint, void*, void> ResetSystem; // 104
    public void* UpdateCapsule;                      // 112
    public void* QueryCapsuleCapabilities;           // 120
    public void* QueryVariableInfo;                  // 128
}

public enum ResetType : uint
{
    Cold = 0,
    Warm = 1,
    Shutdown = 2,
}
