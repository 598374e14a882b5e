namespace Bq2.Image;

/// <summary>Modules and all that they need, in the order in which they can be loaded.</summary>
internal sealed class ModuleChoice(ModuleFolder folder)
{
    // What the kernel's modules ask for by a name of the crypto layer, where no modules.alias tells who has it.
    private static readonly Dictionary<string, string[]> s_wellKnown = new(StringComparer.Ordinal)
    {
        ["crc32c"] = ["crc32c_generic", "crc32c_intel"],
        ["crc32"] = ["crc32_generic", "crc32_pclmul"],
        ["sha256"] = ["sha256_generic"],
    };

    private readonly List<(string Name, Content File)> _chosen = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The modules, each after those that it needs.</summary>
    public IReadOnlyList<(string Name, Content File)> Chosen => _chosen;

    /// <summary>
    /// Adds a module with what it needs; false if the kernel has no such module. What is built in is there already.
    /// </summary>
    public bool Add(string name)
    {
        if (folder.IsBuiltIn(name))
            return true;

        string[] modules = [.. folder.Named(name)];
        if (modules.Length == 0 && s_wellKnown.TryGetValue(name, out string[]? known))
            modules = [.. known.Where(each => folder.Find(each) is not null || folder.IsBuiltIn(each))];
        foreach (string module in modules)
            AddModule(module);
        return modules.Length > 0;
    }

    private void AddModule(string module)
    {
        if (!_seen.Add(module) || folder.Find(module) is not { } entry)
            return;

        var content = Unpacked(entry);
        var facts = ElfFacts.Read(content, entry.Path)
            ?? throw Failure.Of(TreeFaults.Elf, $"this kernel module is not an ELF file", entry.Path);
        foreach (string needed in Words(facts, "depends", ','))
        {
            if (!Add(needed))
            {
                throw Failure.Of(TreeFaults.MissingModule,
                    $"the module {module} needs {needed}, which the kernel {folder.Version} does not have", entry.Path);
            }
        }

        // Wished for, not needed.
        foreach (string wish in Words(facts, "softdep", ' ').Where(word => word is not "pre:" and not "post:"))
            Add(wish);
        _chosen.Add((module, content));
    }

    private static IEnumerable<string> Words(ElfFacts facts, string key, char separator) =>
        facts.ModuleInfo(key).SelectMany(value => value.Split(separator, StringSplitOptions.RemoveEmptyEntries));

    private static Content Unpacked(TreeEntry entry)
    {
        var content = entry.Content!;
        var packed = Source.Of(Regions.Of(content));
        return Packed.KindOf(packed) == Packing.None ? content : Content.FromBytes(ReadAll(packed));
    }

    private static byte[] ReadAll(Source packed)
    {
        using var unpacked = Packed.Unpack(packed);
        return unpacked.ReadBytes(0, checked((int)unpacked.Length));
    }
}
