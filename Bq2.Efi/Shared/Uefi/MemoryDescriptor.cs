using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A range in the memory map: UEFI 7.2.3. The map states the distance between its rows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryDescriptor
{
    public const int Size = 40;

    public MemoryType Type;              //  0
    public ulong PhysicalStart;          //  8
    public ulong VirtualStart;           // 16
    public ulong PageCount;              // 24  of 4096 bytes
    public MemoryTraits Attribute;       // 32
}

/// <summary>What memory is used for; determines whether a kernel may reuse it.</summary>
internal enum MemoryType : uint
{
    Reserved = 0,
    LoaderCode = 1,
    LoaderData = 2,
    BootServicesCode = 3,
    BootServicesData = 4,
    RuntimeServicesCode = 5,
    RuntimeServicesData = 6,
    Conventional = 7,
    Unusable = 8,
    AcpiReclaim = 9,
    AcpiNonVolatile = 10,
    MappedIo = 11,
    MappedIoPort = 12,
    PalCode = 13,
    Persistent = 14,
    Unaccepted = 15,
}

/// <summary>What memory supports, and, with the memory attribute protocol, what is forbidden.</summary>
[Flags]
internal enum MemoryTraits : ulong
{
    None = 0,
    Uncacheable = 0x01,
    WriteCombining = 0x02,
    WriteThrough = 0x04,
    WriteBack = 0x08,
    ReadProtected = 0x2000,
    ExecuteProtected = 0x4000,
    ReadOnly = 0x2_0000,
    Runtime = 0x8000_0000_0000_0000,
}
