using Bq2.Efi.Link.Names;
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
            faults.Add(Missing(name, "no object", symbols.Indices.Select(index => symbols[index]).Where(known => known.IsDefined)
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

    /// <summary>
    /// The fault, with a hint. A C++ compiler adds the types of the parameters to a name, unless it is told not to; people forget
    /// that.
    /// </summary>
    public static Fault Missing(string entry, string who, IEnumerable<(string Name, string Path)> defined)
    {
        var mangled = defined.Where(symbol => IsEntry(CppName.Read(symbol.Name)))
            .OrderBy(symbol => symbol.Name, StringComparer.Ordinal).FirstOrDefault();
        if (mangled.Name is null)
        {
            return new(EfiFaults.NoEntryPoint, $"{who} defines the entry point {entry}")
            {
                Hint = $"in C#, mark a static method with [UnmanagedCallersOnly(EntryPoint = \"{entry}\")]; "
                    + "in C++, declare it extern \"C\"; or name another symbol",
            };
        }

        return new(EfiFaults.MangledEntryPoint, $"the entry point {entry} is a C++ function here, under the name {mangled.Name}")
        {
            Path = mangled.Path,
            Hint = "declare it extern \"C\", outside of all namespaces",
        };

        bool IsEntry(string? name) => name is not null && (name == entry || name.EndsWith("::" + entry, StringComparison.Ordinal));
    }
}
