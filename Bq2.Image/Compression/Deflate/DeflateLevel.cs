namespace Bq2.Image;

/// <summary>How hard the search for matches tries. The figures come from trials on files of a Debian system, in pieces of 64 KiB.</summary>
internal readonly record struct DeflateLevel()
{
    private const int SmallPiece = DeflateParse.MinPieceLength;

    /// <summary>The tables have 2 to this power entries; those of <see cref="BucketMatcher"/> always 2 to the power of 15.</summary>
    public int HashBits { get; init; } = 17;

    /// <summary>How many earlier positions to try; 0: the two of a bucket.</summary>
    public int Depth { get; init; }

    /// <summary>A match of this length ends the search.</summary>
    public int NiceLength { get; init; } = 32;

    /// <summary>A shorter match is taken only if no longer one begins a byte later.</summary>
    public int LazyLength { get; init; }

    /// <summary>Inside a match, every how many positions one is recorded.</summary>
    public int Step { get; init; } = 1;

    /// <summary>In a match longer than this, only every fourth of those.</summary>
    public int DenseLength { get; init; } = 32;

    /// <summary>After 2 to this power bytes without a match, the search begins to skip positions.</summary>
    public int Patience { get; init; } = 7;

    /// <summary>Whether to search for matches of three bytes too.</summary>
    public bool Triples { get; init; }

    /// <summary>The length of the pieces that make up blocks.</summary>
    public int PieceLength { get; init; } = 2 * SmallPiece;

    /// <summary>The levels 1 to 9 as in zlib: fastest to smallest.</summary>
    public static DeflateLevel Of(int level) => level switch
    {
        1 => new() { NiceLength = 16, Step = 2, Patience = 6 },
        2 => new() { DenseLength = 28, Patience = 9 },
        3 => new() { HashBits = 16, Depth = 3, NiceLength = 16, LazyLength = 8, Patience = 8 },
        4 => new() { Depth = 4, LazyLength = 16, Patience = 8 },
        5 => new() { Depth = 5, LazyLength = 16, Patience = 9, PieceLength = SmallPiece },
        6 => new() { Depth = 8, NiceLength = 64, LazyLength = 32, Patience = 9, Triples = true, PieceLength = SmallPiece },
        7 => Thorough(16, 128),
        8 => Thorough(80, 258),
        9 => Thorough(1000, 258),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "a level is 1 to 9"),
    };

    private static DeflateLevel Thorough(int depth, int length) => new()
    {
        Depth = depth, NiceLength = length, LazyLength = length, DenseLength = DeflateFormat.MaxMatch, Patience = 14, Triples = true,
        PieceLength = SmallPiece,
    };
}
