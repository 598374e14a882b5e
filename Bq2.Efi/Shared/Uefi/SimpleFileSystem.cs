using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A volume that firmware can read: UEFI 13.4.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SimpleFileSystem : IEfiProtocol
{
    public static EfiGuid Guid => new(0x964e5b22, 0x6459, 0x11d2, 0x8e39, 0x00a0c969723b);

    public ulong Revision;               //  0
    public delegate* unmanaged[SuppressGCTransition]<SimpleFileSystem*, FileProtocol**, EfiStatus> OpenVolume; // 8
}
