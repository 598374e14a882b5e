using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A table that firmware or a loader leaves for the kernel, under a name: UEFI 4.6.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ConfigurationTable
{
    public const int Size = 24;

    /// <summary>A flattened device tree.</summary>
    public static EfiGuid DeviceTree => new(0xb1b621d5, 0xf19c, 0x41a5, 0x830b, 0xd9152c69aae0);

    /// <summary>Random bytes for Linux: their number in 32 bits, then the bytes.</summary>
    public static EfiGuid LinuxRandomSeed => new(0x1ce1e5bc, 0x7ceb, 0x42f2, 0x81e5, 0x8aadf180f57b);

    public EfiGuid Vendor;               //  0
    public void* Table;                  // 16
}
