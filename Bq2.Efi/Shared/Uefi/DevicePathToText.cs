using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>Converts device paths to text: UEFI 10.6. The caller frees the text.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DevicePathToText : IEfiProtocol
{
    public static EfiGuid Guid => new(0x8b843e20, 0x8132, 0x4852, 0x90cc, 0x551a4e4a7f1c);

    public delegate* unmanaged[SuppressGCTransition]<DevicePathNode*, byte, byte, char*>
        ConvertDeviceNodeToText; // 0  display only, shortcuts
    public delegate* unmanaged[SuppressGCTransition]<DevicePathNode*, byte, byte, char*> ConvertDevicePathToText; // 8
}
