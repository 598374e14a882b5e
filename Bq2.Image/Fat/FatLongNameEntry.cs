using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// A row with thirteen UTF-16 units of a long name. They stand before the short entry, the end of the name first.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FatLongNameEntry
{
    public const int Units = 13;
    public const byte LastMark = 0x40;
    public const int MaxEntries = 20;
    public const ushort Filler = 0xffff;

    public byte Ordinal;                 //  0  from 1; the one that holds the name's end has the mark
    public Units5 Name1;                 //  1
    public FatAttributes Attributes;     // 11  LongName
    public byte Type;                    // 12  0
    public byte Checksum;                // 13  of the short name
    public Units6 Name2;                 // 14
    public ushort Cluster;               // 26  0
    public Units2 Name3;                 // 28

    public ushort this[int unit]
    {
        readonly get => unit < 5 ? Name1[unit] : unit < 11 ? Name2[unit - 5] : Name3[unit - 11];
        set
        {
            if (unit < 5)
                Name1[unit] = value;
            else if (unit < 11)
                Name2[unit - 5] = value;
            else
                Name3[unit - 11] = value;
        }
    }

    [InlineArray(5)]
    internal struct Units5
    {
        private ushort _first;
    }

    [InlineArray(6)]
    internal struct Units6
    {
        private ushort _first;
    }

    [InlineArray(2)]
    internal struct Units2
    {
        private ushort _first;
    }
}
