using System.Runtime.CompilerServices;
using Bq2.Efi.Coff;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Inputs;

/// <summary>What a link knows of one of its objects: where its sections begin among all, and where its symbols lie.</summary>
internal sealed class LinkedObject(int firstSection, int sectionCount, int symbolCount)
{
    private readonly int[] _shardStarts = new int[NameHash.ShardCount + 1];
    private External[] _externals = [];

    public int FirstSection => firstSection;

    public int EndSection => firstSection + sectionCount;

    /// <summary>By row of the symbol table. For an external symbol this is what its own object says until all names are resolved.</summary>
    public SymbolPlace[] Places { get; } = new SymbolPlace[symbolCount];

    /// <summary>The sections, numbered through all objects, that are linked only together with another.</summary>
    public List<int> Associated { get; } = [];

    /// <summary>The sections, from 0, that hold directives to the linker.</summary>
    public List<int> Directives { get; } = [];

    /// <summary>The section, from 0, that lists the symbols whose addresses the object takes; -1 where the compiler wrote none.</summary>
    public int AddressTable { get; set; } = InputSection.None;

    public Span<External> Externals => _externals;

    /// <summary>The external symbols of one shard of the symbol table, in the order of their rows.</summary>
    public Span<External> InShard(int shard) => _externals.AsSpan(_shardStarts[shard], _shardStarts[shard + 1] - _shardStarts[shard]);

    /// <summary>Keeps the external symbols, dealt out to the shards.</summary>
    [MethodImpl(Hot.Path)]
    public void KeepExternals(ReadOnlySpan<External> inOrder)
    {
        foreach (ref readonly var external in inOrder)
            _shardStarts[NameHash.ShardOf(external.Hash) + 1]++;
        for (int shard = 0; shard < NameHash.ShardCount; shard++)
            _shardStarts[shard + 1] += _shardStarts[shard];

        _externals = new External[inOrder.Length];
        var next = (int[])_shardStarts.Clone();
        foreach (ref readonly var external in inOrder)
            _externals[next[NameHash.ShardOf(external.Hash)]++] = external;
    }

    /// <summary>The index of a row's name in the symbol table of the link; -1 where the symbol is not external.</summary>
    public int NameOf(int row)
    {
        for (int shard = 0; shard < NameHash.ShardCount; shard++)
        {
            var externals = InShard(shard);
            for (int low = 0, high = externals.Length - 1; low <= high;)
            {
                int middle = low + (high - low) / 2;
                if (externals[middle].Row == row)
                    return externals[middle].Name;
                if (externals[middle].Row < row)
                    low = middle + 1;
                else
                    high = middle - 1;
            }
        }

        return -1;
    }

    /// <summary>Where a symbol says that it lies.</summary>
    public int SectionOf(in CoffSymbol symbol) => symbol.SectionNumber switch
    {
        > 0 => firstSection + symbol.SectionNumber - 1,
        0 => SymbolPlace.Undefined,
        _ => SymbolPlace.Absolute,
    };

    [MethodImpl(Hot.Part)]
    public SymbolPlace PlaceOf(in CoffRelocation relocation) =>
        relocation.SymbolIndex < (uint)Places.Length ? Places[relocation.SymbolIndex] : new(SymbolPlace.NoSymbol, 0);
}
