using System.Text;

namespace Bq2.Image;

/// <summary>
/// The modules of one kernel in a tree, /lib/modules/VERSION. What a module needs is read from the module itself: depmod has not run yet in
/// a tree that was unpacked from packages.
/// </summary>
internal sealed class ModuleFolder
{
    private readonly Dictionary<string, TreeEntry> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _builtIn = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _aliases;

    private ModuleFolder(TreeEntry folder, string version)
    {
        Version = version;
        foreach (var entry in folder.Walk())
        {
            if (entry.Content is not null && NameOf(entry.Name) is { } name)
                _files.TryAdd(name, entry);
        }

        foreach (string line in Lines(folder.Find("modules.builtin")))
        {
            if (NameOf(line[(line.LastIndexOf('/') + 1)..]) is { } name)
                _builtIn.Add(name);
        }

        _aliases = Lines(folder.Find("modules.alias"))
            .Select(line => line.Split(' '))
            .Where(words => words is ["alias", _, _])
            .ToLookup(words => words[1], words => Canonical(words[2]), StringComparer.Ordinal);
    }

    /// <summary>The kernel's version, the folder's name.</summary>
    public string Version { get; }

    /// <summary>The modules of the kernel with this version; of the newest if it is not given. Null if there are none.</summary>
    public static ModuleFolder? Of(Tree root, string? version) =>
        VersionIn(root, version) is { } found ? new(FoldersIn(root).First(each => each.Name == found), found) : null;

    /// <summary>The version if the tree has its modules; the newest if none is given. Null if there are none. Nothing is read.</summary>
    public static string? VersionIn(Tree root, string? version)
    {
        var names = FoldersIn(root).Select(each => each.Name);
        return version is null ? names.Max(KernelVersions.Order) : names.FirstOrDefault(each => each == version);
    }

    public bool IsBuiltIn(string module) => _builtIn.Contains(Canonical(module));

    /// <summary>The module's file; null if the kernel has no such module.</summary>
    public TreeEntry? Find(string module) => _files.GetValueOrDefault(Canonical(module));

    /// <summary>The modules that a name stands for: the one of this name, or all that have it as an alias.</summary>
    public IEnumerable<string> Named(string name) => Find(name) is not null ? [Canonical(name)] : _aliases[name];

    private static IEnumerable<TreeEntry> FoldersIn(Tree root) =>
        (root.Resolve("/usr/lib/modules") ?? root.Resolve("/lib/modules"))?.Children.Where(each => each.IsFolder) ?? [];

    /// <summary>A module's name: without folder and endings, "-" as "_"; null for another file.</summary>
    private static string? NameOf(string file) =>
        file.IndexOf(".ko", StringComparison.Ordinal) is > 0 and var end && file[end..] is ".ko" or ".ko.xz" or ".ko.zst" or ".ko.gz"
            ? Canonical(file[..end])
            : null;

    private static string Canonical(string module) => module.Replace('-', '_');

    private static string[] Lines(TreeEntry? file) => file?.Content is { } content
        ? Encoding.UTF8.GetString(content.Head((int)Math.Min(content.Length, int.MaxValue))).Split('\n', StringSplitOptions.TrimEntries)
        : [];
}
