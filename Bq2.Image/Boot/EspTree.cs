using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>Builds the tree of an EFI system partition: puts boot entries and their files in place.</summary>
internal sealed partial class EspTree(Machine machine, Tree tree, bool hashes)
{
    public const string EntryFolder = "loader/entries/";
    public const string UkiFolder = "EFI/Linux/";

    // A file that several entries name is copied once.
    private readonly Dictionary<object, string> _placed = [];
    private readonly HashSet<string> _wanted = [];

    /// <summary>The paths of the entries that the caller asked for by name, as opposed to those found in the given files.</summary>
    public IReadOnlySet<string> Wanted => _wanted;

    /// <summary>Adds an entry and its files, in the entry's own folder, or in the root if it has none.</summary>
    public void Add(BootMenuEntry entry, string folder)
    {
        var text = new StringBuilder();
        foreach (var line in entry.Lines)
        {
            string value = line.File is null ? line.Value : "/" + Place(line, folder);
            if (!line.Key.EndsWith(HashEnding, StringComparison.Ordinal))
                Append(text, line.Key, value);
            else if (!hashes)
                AppendHash(text, line.Key, value);   // with hashes on, new ones replace these

            // For all files or none: the loader expects as many initrd hashes as initrds.
            if (hashes && BootMenuEntry.FileKeys.Contains(line.Key) && Find(value)?.Content is { } file)
                AppendHash(text, line.Key + HashEnding, HashOf(file));
        }

        AddWanted(EntryFolder + entry.Name + ".conf", Content.FromBytes(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Adds a unified kernel image; it needs no entry file.</summary>
    public void AddUki(string name, Content uki)
    {
        PeCheck.IsFor(machine, uki, "unified kernel image");
        AddWanted(UkiFolder + name, uki);
    }

    /// <summary>Adds a file. Reuses existing folders whose names differ only in case, because FAT ignores case.</summary>
    public TreeEntry AddFile(string path, Content content) => tree.AddFile(Settled(path), content);

    /// <summary>The entry at a path. FAT ignores case, and names in boot entries may use either slash.</summary>
    public TreeEntry? Find(string path)
    {
        TreeEntry? entry = tree.Root;
        foreach (string name in path.Split('/', '\\').Where(name => name.Length > 0))
        {
            entry = entry is { IsFolder: true }
                ? entry.Children.FirstOrDefault(child => child.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                : null;
        }

        return entry;
    }

    private string Place(BootMenuLine line, string folder)
    {
        if (line.Key is "linux" or "efi" or "uki")
            PeCheck.IsFor(machine, line.File!, line.Key == "linux" ? "kernel" : "program");
        if (_placed.TryGetValue(line.File!.Identity, out string? path))
            return path;

        path = FreePath(folder, line.Value);
        AddFile(path, line.File);
        _placed.Add(line.File.Identity, path);
        return path;
    }

    // Two files from different folders on the host may have the same name.
    private string FreePath(string folder, string name)
    {
        string path = folder + name;
        for (int i = 2; Find(path) is not null; i++)
            path = FormattableString.Invariant($"{folder}{i}-{name}");
        return path;
    }

    private void AddWanted(string path, Content content) => _wanted.Add(AddFile(path, content).Path);

    private string Settled(string path)
    {
        string settled = "";
        string[] names = path.Split('/');
        foreach (string name in names.AsSpan(..^1))
            settled += (Find(settled + name)?.Name ?? name) + "/";
        return settled + names[^1];
    }

    public static void Append(StringBuilder text, string key, string value)
    {
        if (key.AsSpan().ContainsAny(" \t\n\r\0") || value.AsSpan().ContainsAny('\n', '\r', '\0'))
            throw Failure.Of(ImageFaults.LineBreakInValue, $"the {key} contains a line break, which would end its line in the boot entry");
        text.Append(key).Append(' ').Append(value).Append('\n');
    }
}
