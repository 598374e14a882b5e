using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>What GNU tar keeps where ustar has the prefix of the name: the first pieces of a file with holes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct TarGnuFields
{
    /// <summary>Where it is in a header.</summary>
    public const int Offset = 345;

    public const int Size = 150;

    public TarHeader.Text12 Accessed;    //   0
    public TarHeader.Text12 Changed;     //  12
    public TarHeader.Text12 Place;       //  24  in a file of several volumes
    private readonly uint _longNames;    //  36
    private readonly byte _unused;       //  40
    public Pieces4 Pieces;               //  41
    public byte HasMore;                 // 137  a block with further pieces follows
    public TarHeader.Text12 RealLength;  // 138

    [InlineArray(4)]
    public struct Pieces4
    {
        private TarGnuPiece _first;
    }
}

/// <summary>A piece of a file with holes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct TarGnuPiece
{
    public TarHeader.Text12 Offset;      //  0  empty: there are no more
    public TarHeader.Text12 Length;      // 12
}

/// <summary>A block with further pieces.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = TarHeader.Size)]
internal struct TarGnuPieces
{
    public Pieces21 Pieces;              //   0
    public byte HasMore;                 // 504

    [InlineArray(21)]
    public struct Pieces21
    {
        private TarGnuPiece _first;
    }
}
