using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The resolution and accuracy of the clock: UEFI 8.3.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeCapabilities
{
    public uint Resolution;              //  0  ticks a second
    public uint Accuracy;                //  4  millionths of a millionth
    public byte SetsToZero;              //  8
}
