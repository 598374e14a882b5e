using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Efi.Uefi;

/// <summary>The 16-byte id of a protocol, in the groups of its usual text.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct EfiGuid 
{
    public const int Size = 16;

    private readonly uint _data1;   //  0
    private readonly ushort _data2; //  4
    private readonly ushort _data3; //  6
    private readonly ulong _data4;  //  8  bytes in the order of the text

    public EfiGuid(uint data1, ushort data2, ushort data3, ushort data4, ulong node)
    {
        _data1 = data1;
        _data2 = data2;
        _data3 = data3;
        _data4 = Reversed((ulong)data4 << 48 | node);
    }

    public bool Equals(EfiGuid other) =>
        _data1 == other._data1 && _data2 == other._data2 && _data3 == other._data3 && _data4 == other._data4;

    // By hand: the firmware's core library has no BinaryPrimitives. No loop, so that a GUID in the source is a constant in the program.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Reversed(ulong value)
    {
        value = value >> 32 | value << 32;
        value = (value & 0xffff_0000_ffff_0000) >> 16 | (value & 0x0000_ffff_0000_ffff) << 16;
        return (value & 0xff00_ff00_ff00_ff00) >> 8 | (value & 0x00ff_00ff_00ff_00ff) << 8;
    }
}
