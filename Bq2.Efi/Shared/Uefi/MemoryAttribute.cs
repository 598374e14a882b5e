using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>Protection of memory: UEFI 37.7. Only read, write and execute protection are meant.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MemoryAttribute : IEfiProtocol
{
    public static EfiGuid Guid => new(0xf4560cf6, 0x40ec, 0x4b4a, 0xa192, 0xbf1d57d0b189);

    public delegate* unmanaged[SuppressGCTransition]<MemoryAttribute*, ulong, ulong, MemoryTraits*, EfiStatus>
        GetMemoryAttributes; // 0  start, bytes
    public delegate* unmanaged[SuppressGCTransition]<MemoryAttribute*, ulong, ulong, MemoryTraits, EfiStatus> SetMemoryAttributes; // 8
    public delegate* unmanaged[SuppressGCTransition]<MemoryAttribute*, ulong, ulong, MemoryTraits, EfiStatus> ClearMemoryAttributes; // 16
}
