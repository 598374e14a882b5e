using System.Text;
using Bq2.Efi.Coff;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Sdk;

/// <summary>What the tables of names have in common: the symbols they describe, and how they refer to them.</summary>
internal static class CoffNames
{
    /// <summary>Constant data, aligned to 8 bytes.</summary>
    public const SectionTraits Constant = SectionTraits.InitializedData | SectionTraits.Read | (SectionTraits)(4 << 20);

    public static ushort Relative(Machine machine) =>
        machine == Machine.X64 ? (ushort)Amd64Relocation.Rel32 : (ushort)Arm64Relocation.Rel32;

    public static IEnumerable<(string Name, int Section, uint Value)> Symbols(CoffObject program, bool areUndefined = false)
    {
        for (int i = 0; i < program.SymbolCount; i++)
        {
            var symbol = program.Symbol(i);
            if ((areUndefined ? symbol.SectionNumber == 0 : symbol.SectionNumber > 0) && !symbol.IsSection)
                yield return (Encoding.UTF8.GetString(program.SymbolName(i)), symbol.SectionNumber - 1, symbol.Value);
            i += symbol.AuxiliaryCount;
        }
    }
}
