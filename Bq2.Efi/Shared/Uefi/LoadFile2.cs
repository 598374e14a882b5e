using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>
/// Something that fills a buffer when asked: UEFI 13.2. We implement it, and the kernel calls it for its initrd.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LoadFile2 : IEfiProtocol
{
    public static EfiGuid Guid => new(0x4006c0c1, 0xfcb3, 0x403e, 0x996d, 0x4a6c8724e06d);

    // this, file path, boot policy, buffer size, buffer
    public delegate* unmanaged<LoadFile2*, DevicePathNode*, byte, nuint*, void*, EfiStatus> LoadFile; // 0
}
