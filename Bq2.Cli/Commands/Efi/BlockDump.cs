using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>The base relocations of one page.</summary>
internal sealed record BlockDump(uint Page, int Length, IEnumerable<FieldDump> Fields)
{
    public static BlockDump Of(BaseRelocationBlock block) =>
        new(block.Page, block.Length, Enumerable.Range(0, block.Count).Select(i => new FieldDump(block[i].Address, $"{block[i].Kind}")));
}

/// <summary>One base relocation.</summary>
internal sealed record FieldDump(uint Address, string Kind);
