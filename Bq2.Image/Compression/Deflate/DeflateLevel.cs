namespace Bq2.Image;

/// <summary>How hard the search for matches tries. The figures come from trials on files of a Debian system, in pieces of 64 KiB.</summary>
internal readonly record struct DeflateLevel
{
    /// <summary>The tables have 2 to this power entries.</summary>
    public required int HashBits { get; init; }

    /// <summary>How many earlier positions to try; 0: the two of a bucket.</summary>
    public int Depth { get; init; }

    /// <summary>A match of this length ends the search.</summary>
    public required int NiceLength { get; init; }

    /// <summary>Inside a match, every how many positions one is recorded.</summary>
    public int Step { get; init; }

    /// <summary>After 2 to this power bytes without a match, the search begins to skip positions.</summary>
    public required int Patience { get; init; }

    /// <summary>The levels 1 to 9 as in zlib: fastest to smallest.</summary>
    public static DeflateLevel Of(int level) => level switch
    {
        1 => new() { HashBits = 13, NiceLength = 32, Step = 2, Patience = 6 },
        2 => new() { HashBits = 14, NiceLength = 32, Step = 1, Patience = 7 },
        3 => new() { HashBits = 14, Depth = 2, NiceLength = 32, Patience = 9 },
        4 => new() { HashBits = 15, Depth = 3, NiceLength = 48, Patience = 9 },
        5 => new() { HashBits = 15, Depth = 4, NiceLength = 64, Patience = 9 },
        6 => new() { HashBits = 15, Depth = 8, NiceLength = 64, Patience = 10 },
        7 => new() { HashBits = 15, Depth = 16, NiceLength = 128, Patience = 12 },
        8 => new() { HashBits = 15, Depth = 64, NiceLength = 258, Patience = 16 },
        9 => new() { HashBits = 15, Depth = 512, NiceLength = 258, Patience = 30 },
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "a level is 1 to 9"),
    };
}
