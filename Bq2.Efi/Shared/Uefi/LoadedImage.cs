using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>What a program can learn about itself, and what it can pass to one that it starts: UEFI 9.1.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LoadedImage : IEfiProtocol
{
    public static EfiGuid Guid => new(0x5b1b31a1, 0x9562, 0x11d2, 0x8e3f, 0x00a0c969723b);

    public uint Revision;                //  0
    public EfiHandle ParentHandle;       //  8
    public SystemTable* SystemTable;     // 16
    public EfiHandle DeviceHandle;       // 24  the volume that it came from
    public DevicePathNode* FilePath;     // 32  its place there; may be null
    public void* Reserved;               // 40
    public uint LoadOptionsSize;         // 48  in bytes
    public void* LoadOptions;            // 56  Linux: its command line, UTF-16
    public void* ImageBase;              // 64
    public ulong ImageSize;              // 72
    public MemoryType ImageCodeType;     // 80
    public MemoryType ImageDataType;     // 84
    public delegate* unmanaged[SuppressGCTransition]<EfiHandle, EfiStatus> Unload; // 88
}
