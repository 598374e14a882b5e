using System.Text;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>The tree of an EFI system partition on its way: puts boot entries and what they name where they belong.</summary>
internal sealed class EspTree(Machine machine, Tree tree, bool hashes)
{
    public const string EntryFolder = "loader/entries/";
    public const string UkiFolder = "EFI/Linux/";

    private const string HashEnding = "-sha256";

    // A file that several entries name is on the disk once.
    private readonly Dictionary<object, string> _placed = [];
    private readonly Dictionary<object, string> _hashes = [];
    private readonly HashSet<string> _wanted = [];

    /// <summary>The paths of what was asked for by name, and is not only there.</summary>
    public IReadOnlySet<string> Wanted => _wanted;

    /// <summary>Adds an entry and its files: to a folder of their own, or to the root for the one that has none.</summary>
    public void Add(BootMenuEntry entry, string folder)
    {
        var text = new StringBuilder();
        foreach (var line in entry.Lines)
        {
            string value = line.File is null ? line.Value : "/" + Place(line, folder);
            if (!line.Key.EndsWith(HashEnding, StringComparison.Ordinal))
                Append(text, line.Key, value);
            else if (!hashes)
                AppendHash(text, line.Key, value);   // else there is a new one for each file

            // Of all files or of none: the loader wants as many hashes of initrds as there are initrds.
            if (hashes && BootMenuEntry.FileKeys.Contains(line.Key) && Find(value)?.Content is { } file)
                AppendHash(text, line.Key + HashEnding, HashOf(file));
        }

        AddWanted(EntryFolder + entry.Name + ".conf", Content.FromBytes(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Adds a unified kernel image, which is its own entry.</summary>
    public void AddUki(string name, Content uki)
    {
        PeCheck.IsFor(machine, uki, "unified kernel image");
        AddWanted(UkiFolder + name, uki);
    }

    /// <summary>Adds a file. Folders that are there in other letters, as FAT does not tell them apart, are these.</summary>
    public TreeEntry AddFile(string path, Content content) => tree.AddFile(Settled(path), content);

    /// <summary>What is at a path. FAT does not tell upper from lower case, and names in entries may use either slash.</summary>
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

    /// <summary>Its SHA-256 as the loader reads it, computed once.</summary>
    public string HashOf(Content content)
    {
        if (!_hashes.TryGetValue(content.Identity, out string? hash))
            _hashes.Add(content.Identity, hash = Hash(content));
        return hash;
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

    // Two files may have one name, in two folders here.
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

    private static string Hash(Content content)
    {
        var hash = new Sha256();
        hash.Start();
        using var files = new OpenFile();
        var part = new byte[(int)Math.Min(1 << 20, content.Length)];
        for (long offset = 0; offset < content.Length; offset += part.Length)
        {
            var bytes = part.AsSpan(0, (int)Math.Min(part.Length, content.Length - offset));
            content.Read(offset, bytes, files);
            hash.Add(bytes);
        }

        return Convert.ToHexStringLower(Digest.End(ref hash));
    }

    // As a comment, so that who does not know the key does not complain of it.
    private static void AppendHash(StringBuilder text, string key, string hash) => Append(text, "#bq2:" + key, hash);

    public static void Append(StringBuilder text, string key, string value)
    {
        if (key.AsSpan().ContainsAny(" \t\n\r\0") || value.AsSpan().ContainsAny('\n', '\r', '\0'))
            throw Failure.Of(ImageFaults.LineBreakInValue, $"the {key} has a line break in it, which would end it in the boot entry");
        text.Append(key).Append(' ').Append(value).Append('\n');
    }
}
