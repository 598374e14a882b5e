using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Resolution;

/// <summary>The symbol that firmware calls must be code of the image.</summary>
internal static class EntryPoint
{
    public static void Check(Resolved resolved, Selection selection, string name, LinkFaults faults)
    {
        var symbols = resolved.Symbols;
        var entry = symbols[resolved.Entry].Place;
        if (entry.Section < 0)
        {
            faults.Add(MissingEntry.Of(name, "no object", symbols.Indices.Select(index => symbols[index]).Where(known => known.IsDefined)
                .Select(known => (symbols.Text(known), resolved.Files[known.Object].Path))));
            return;
        }

        var home = resolved.Sections[entry.Section];
        if (!selection.Has(entry.Section) || !home.Traits.HasFlag(SectionTraits.Execute) || entry.Value >= home.Length)
        {
            faults.Add(new(EfiFaults.EntryPointNotCode, $"the entry point {name} is not in an executable section of the image")
            {
                Path = resolved.Files[home.Object].Path,
            });
        }
    }
}
