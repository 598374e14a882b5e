using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>
/// The 4-byte header of a device path node: UEFI 10.3. What follows it depends on the type; a path ends with a
/// node of type <see cref="DevicePathType.End"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct DevicePathNode(DevicePathType type, byte subType, ushort length) : IEfiProtocol
{
    public const int Size = 4;
    public const byte HardDrive = 1;     // subtypes of Media
    public const byte VendorMedia = 3;
    public const byte FilePath = 4;
    public const byte EntireEnd = 0xff;  // subtype of End

    public static EfiGuid Guid => new(0x09576e91, 0x6d3f, 0x11d2, 0x8e39, 0x00a0c969723b);

    public static DevicePathNode End => new(DevicePathType.End, EntireEnd, Size);

    public DevicePathType Type = type;   //  0
    public byte SubType = subType;       //  1
    public ushort Length = length;       //  2  of the whole node, in bytes; any alignment
}

internal enum DevicePathType : byte
{
    Hardware = 1,
    Acpi = 2,
    Messaging = 3,
    Media = 4,
    End = 0x7f,
}
