using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A complete device path of one vendor-defined media node (UEFI 10.3.5.3): an id that anybody may define.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct VendorMediaPath(EfiGuid vendor)
{
    public const int Size = 24;

    /// <summary>Where Linux looks for its initrd: LINUX_EFI_INITRD_MEDIA_GUID.</summary>
    public static VendorMediaPath LinuxInitrd => new(new(0x5568e427, 0x68fc, 0x4f3d, 0xac74, 0xca555231cc68));

    public DevicePathNode Node = new(DevicePathType.Media, DevicePathNode.VendorMedia, DevicePathNode.Size + EfiGuid.Size); // 0
    public EfiGuid Vendor = vendor;                      //  4
    public DevicePathNode End = DevicePathNode.End;      // 20
}
