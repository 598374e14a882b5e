using Bq2.Efi.Link.Names;

namespace Bq2.Efi.Link.Inputs;

/// <summary>That nobody defines the entry point, with what may be the reason.</summary>
internal static class MissingEntry
{
    /// <summary>
    /// The fault, with a hint. A C++ compiler adds the types of the parameters to a name, unless it is told not to; people forget
    /// that.
    /// </summary>
    public static Fault Of(string entry, string who, IEnumerable<(string Name, string Path)> defined)
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
