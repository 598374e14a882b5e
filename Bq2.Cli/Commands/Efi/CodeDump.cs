using Bq2.Efi.Link;
using Bq2.Efi.Pe;

namespace Bq2.Cli;

/// <summary>The code of one section.</summary>
internal sealed record CodeDump(string Section, IEnumerable<InstructionDump> Instructions)
{
    public static IEnumerable<CodeDump> Of(PeImage image, IEnumerable<MapSymbol> symbols)
    {
        var code = new Disassembly(image, symbols.Select(symbol => new CodeSymbol(symbol.Address, symbol.Name, symbol.Length)));
        return code.Sections.Select(section => new CodeDump(image.SectionName(section), code.Lines(section).Select(InstructionDump.Of)));
    }
}

/// <summary>One instruction.</summary>
internal sealed record InstructionDump(uint Address, string Bytes, string Text, IReadOnlyList<string>? Names)
{
    public static InstructionDump Of(CodeLine line) =>
        new(line.Address, Convert.ToHexStringLower(line.Bytes.Span), line.Text, line.Names.Count == 0 ? null : line.Names);
}
