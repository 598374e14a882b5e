namespace Bq2.Image;

/// <summary>Copies programs of a tree into another one, with the dynamic linker and the libraries that they need.</summary>
internal sealed class ProgramChoice(Tree from, Tree to)
{
    private static readonly string[] s_usualFolders = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib"];

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public void Add(string path)
    {
        var entry = from.Resolve(path);
        if (entry?.Content is null)
            throw Failure.Of(ImageFaults.NotInTree, $"the tree has no program of this path", path);
        Take(path, entry);
    }

    private void Take(string path, TreeEntry entry)
    {
        if (!_taken.Add(path))
            return;

        to.AddFile(path, entry.Content!, entry.Attributes);
        if (ElfFacts.Read(entry.Content!, entry.Path) is not { } facts)
            return;

        if (facts.Interpreter is { } linker)
            Take(linker, from.Resolve(linker) ?? throw Missing(path, linker));
        string own = entry.Path.Contains('/', StringComparison.Ordinal) ? "/" + entry.Path[..entry.Path.LastIndexOf('/')] : "";
        foreach (string library in facts.NeededLibraries)
        {
            var (place, found) = Library(library, own);
            Take(place, found ?? throw Missing(path, library));
        }
    }

    /// <summary>Looks where the dynamic linker does: the usual folders, those of Debian's architectures, and beside who asks.</summary>
    private (string Path, TreeEntry? Found) Library(string name, string own)
    {
        foreach (string folder in Folders().Append(own))
        {
            string path = $"{folder}/{name}";
            if (from.Resolve(path) is { Content: not null } found)
                return (path, found);
        }

        return (name, null);
    }

    private IEnumerable<string> Folders()
    {
        foreach (string folder in s_usualFolders)
        {
            yield return folder;
            foreach (var child in from.Resolve(folder)?.Children ?? [])
            {
                if (child.IsFolder && child.Name.Contains("-linux-", StringComparison.Ordinal))
                    yield return $"{folder}/{child.Name}";
            }
        }
    }

    private static Efi.FaultException Missing(string program, string what) =>
        Failure.Of(TreeFaults.MissingLibrary, $"the program needs {what}, which is not in the tree", program);
}
