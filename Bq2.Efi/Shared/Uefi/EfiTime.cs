using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>A date and a time of day: UEFI 8.3.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EfiTime
{
    public const int Size = 16;

    public ushort Year;                  //  0
    public byte Month;                   //  2  1 to 12
    public byte Day;                     //  3  1 to 31
    public byte Hour;                    //  4
    public byte Minute;                  //  5
    public byte Second;                  //  6
    public byte Pad1;                    //  7
    public uint Nanosecond;              //  8
    public short TimeZone;               // 12  minutes from UTC, or 2047: local time
    public byte Daylight;                // 14
    public byte Pad2;                    // 15
}
