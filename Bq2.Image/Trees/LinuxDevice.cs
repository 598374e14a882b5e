namespace Bq2.Image;

/// <summary>A device's number in 32 bits, as Linux encodes it: 12 bits of the major, 20 of the minor number around them.</summary>
internal static class LinuxDevice
{
    public const uint MaxMajor = 0xfff, MaxMinor = 0xf_ffff;

    private const uint LowMinor = 0xff;

    public static uint Encode(DeviceNumber device) => device.Minor & LowMinor | device.Major << 8 | (device.Minor & ~LowMinor) << 12;

    public static DeviceNumber Decode(uint value) => new(value >> 8 & MaxMajor, value & LowMinor | value >> 12 & ~LowMinor);
}
