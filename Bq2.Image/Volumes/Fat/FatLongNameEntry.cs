using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// A row with thirteen UTF-16 units of a long name. These rows come before the short entry, the end of the name first.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct FatLongNameEntry
{
    public const int Units = 13;
    public const byte LastMark = 0x40;
    public const int MaxEntries = 20;
    public const char Filler = '\uffff';

    public byte Ordinal;                 //  0  from 1; the one that holds the name's end has the mark
    public Units5 Name1;                 //  1
    public FatAttributes Attributes;     // 11  LongName
    public byte Type;                    // 12  0
    public byte Checksum;                // 13  of the short name
    public Units6 Name2;                 // 14
    public ushort Cluster;               // 26  0
    public Units2 Name3;                 // 28

    public readonly void CopyTo(Span<char> units)
    {
        var into = MemoryMarshal.Cast<char, ushort>(units);
        ((ReadOnlySpan<ushort>)Name1).CopyTo(into);
        ((ReadOnlySpan<ushort>)Name2).CopyTo(into[5..]);
        ((ReadOnlySpan<ushort>)Name3).CopyTo(into[11..]);
    }

    /// <summary>Stores up to thirteen units; fewer end with a zero, and the rest is filler.</summary>
    public void Put(ReadOnlySpan<char> name)
    {
        Span<char> units = stackalloc char[Units];
        units.Fill(Filler);
        name.CopyTo(units);
        if (name.Length < Units)
            units[name.Length] = '\0';

        ReadOnlySpan<ushort> from = MemoryMarshal.Cast<char, ushort>(units);
        from[..5].CopyTo(Name1);
        from[5..11].CopyTo(Name2);
        from[11..].CopyTo(Name3);
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
