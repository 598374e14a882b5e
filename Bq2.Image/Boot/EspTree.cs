using System.Security.Cryptography;
using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>The tree of an EFI system partition on its way: puts boot entries and what they name where they belong.</summary>
internal sealed class EspTree(Machine machine, Tree tree, bool hashes)
{
    private const string EntryFolder = "loader/entries/";
    private const string UkiFolder = "EFI/Linux/";

    // A file that several entries name is on the disk once.
    private readonly Dictionary<object, string> _placed = [];
    private readonly Dictionary<string, string> _hashes = [];

    /// <summary>Adds an entry and its files: to a folder of their own, or to the root for the one that has none.</summary>
    public void Add(BootMenuEntry entry, string folder)
    {
        var text = new StringBuilder();
        foreach (var line in entry.Lines)
        {
            string value = line.File is null ? line.Value : "/" + Place(line, folder);
            Append(text, line.Key, value);
            if (hashes && line.File is not null)
                Append(text, line.Key + "-sha256", _hashes[value[1..]]);
        }

        tree.AddFile(EntryFolder + entry.Name + ".conf", Content.FromBytes(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Adds a unified kernel image, which is its own entry.</summary>
    public void AddUki(string name, Content uki)
    {
        PeCheck.IsFor(machine, uki, "unified kernel image");
        tree.AddFile(UkiFolder + name, uki);
    }

    /// <summary>Sees that there is something to start, and that every entry finds on the disk what it names.</summary>
    public void Check()
    {
        TreeEntry[] entries = [.. FilesIn(EntryFolder).Where(file => file.Name.EndsWith(".conf", StringComparison.OrdinalIgnoreCase))];
        if (entries.Length == 0 && FilesIn(UkiFolder).Length == 0)
            throw Failure.Of(ImageFaults.NothingToStart, $"there is nothing to start on the disk: no entry in {EntryFolder}, no unified kernel image in {UkiFolder}");

        foreach (var entry in entries)
            CheckEntry(entry);
    }

    /// <summary>What is at a path. FAT does not tell upper from lower case, and names in entries may use either slash.</summary>
    public TreeEntry? Find(string path)
    {
        TreeEntry? entry = tree.Root;
        foreach (string name in path.Split('/', '\\').Where(name => name.Length > 0))
            entry = entry is { IsFolder: true } ? entry.Children.FirstOrDefault(child => child.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) : null;
        return entry;
    }

    private void CheckEntry(TreeEntry entry)
    {
        const int LongestEntry = 1 << 20;
        byte[] text = entry.Content!.Head(LongestEntry);
        foreach (string key in BootMenuEntry.FileKeys)
        {
            foreach (var value in new EntryValues(text, Encoding.ASCII.GetBytes(key)))
            {
                string path = Encoding.UTF8.GetString(value);
                if (Find(path) is not { IsFolder: false })
                    throw Failure.Of(ImageFaults.EntryFileMissing, $"the entry {entry.Name} names {path}, which is not on the disk");
            }
        }
    }

    private string Place(BootMenuLine line, string folder)
    {
        if (line.Key is "linux" or "efi" or "uki")
            PeCheck.IsFor(machine, line.File!, line.Key == "linux" ? "kernel" : "program");
        if (_placed.TryGetValue(line.File!.Identity, out string? path))
            return path;

        path = FreePath(folder, line.Value);
        tree.AddFile(path, line.File);
        _placed.Add(line.File.Identity, path);
        if (hashes)
            _hashes.Add(path, HashOf(line.File));
        return path;
    }

    // Two files may have one name, in two folders here.
    private string FreePath(string folder, string name)
    {
        string path = folder + name;
        for (int i = 2; Find(path) is not null; i++)
            path = FormattableString.Invariant($"{folder}{i}-{name}");
        return path;
    }

    private TreeEntry[] FilesIn(string folder) =>
        Find(folder) is { IsFolder: true } found ? [.. found.Children.Where(child => !child.IsFolder)] : [];

    private static string HashOf(Content content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var files = new OpenFile();
        var part = new byte[(int)Math.Min(1 << 20, content.Length)];
        for (long offset = 0; offset < content.Length; offset += part.Length)
        {
            var bytes = part.AsSpan(0, (int)Math.Min(part.Length, content.Length - offset));
            content.Read(offset, bytes, files);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(StringBuilder text, string key, string value)
    {
        if (key.AsSpan().ContainsAny(" \t\n\r\0") || value.AsSpan().ContainsAny('\n', '\r', '\0'))
            throw Failure.Of(ImageFaults.LineBreakInValue, $"the {key} has a line break in it, which would end it in the boot entry");
        text.Append(key).Append(' ').Append(value).Append('\n');
    }
}
