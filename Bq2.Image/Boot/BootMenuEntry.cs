using System.Text;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// One choice of the boot menu: a "type 1" entry of the Boot Loader Specification, with the files that it names. They come
/// onto the disk with it.
/// </summary>
/// <param name="Name">The name of its file, without ".conf"; "rescue+3" counts three tries.</param>
/// <param name="Lines">What stands in it.</param>
public sealed record BootMenuEntry(string Name, IReadOnlyList<BootMenuLine> Lines)
{
    /// <summary>The keys whose value is a file on the EFI system partition.</summary>
    internal static readonly string[] FileKeys = ["linux", "efi", "uki", "initrd", "devicetree", "devicetree-overlay"];

    /// <summary>The folder that its files come to, which the tries are no part of.</summary>
    internal string Folder => Name.Split('+')[0];

    /// <summary>An entry for a kernel, its initrds in the order in which they are unpacked, and a command line.</summary>
    public static BootMenuEntry Of(string name, string title, Content kernel, IReadOnlyList<Content> initrds, string commandLine)
    {
        var lines = new List<BootMenuLine> { new("title", title), new("linux", "linux", kernel) };
        for (int i = 0; i < initrds.Count; i++)
            lines.Add(new("initrd", initrds.Count == 1 ? "initrd" : FormattableString.Invariant($"initrd{i}"), initrds[i]));
        if (commandLine.Length > 0)
            lines.Add(new("options", commandLine));
        return new(name, lines);
    }

    /// <summary>
    /// Reads an entry from a file of this machine. What it names and is found here, seen from the entry's own folder, comes
    /// along; anything else must be on the disk already, under that path.
    /// </summary>
    /// <exception cref="BadFormatException">The file is no entry; the fault names the line.</exception>
    public static BootMenuEntry FromFile(string path)
    {
        const string Ending = ".conf";
        if (!path.EndsWith(Ending, StringComparison.Ordinal))
            throw Failure.Of(ImageFaults.EntryFileName, $"{path} is no name for a boot entry: it must end in {Ending}");

        var lines = new List<BootMenuLine>();
        string[] text = File.ReadAllLines(path, new UTF8Encoding(false));
        for (int i = 0; i < text.Length; i++)
        {
            string line = text[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            int end = line.AsSpan().IndexOfAny(' ', '\t');
            if (end < 0)
                throw Failure.Of(ImageFaults.EntryLine, $"{path}, line {i + 1}: expected a key and its value, found only \"{line}\"");
            lines.Add(LineOf(line[..end], line[end..].Trim(), Path.GetDirectoryName(Path.GetFullPath(path))!));
        }

        return new(Path.GetFileName(path)[..^Ending.Length], lines);
    }

    private static BootMenuLine LineOf(string key, string value, string folder)
    {
        string here = Path.Combine(folder, value);
        return FileKeys.Contains(key) && File.Exists(here) ? new(key, Path.GetFileName(here), Tree.FileOf(here)) : new(key, value);
    }
}

/// <summary>A line of a boot entry.</summary>
/// <param name="Key">The keyword, as the Boot Loader Specification has it.</param>
/// <param name="Value">What stands behind it; of a file that comes along, the name it would like to have.</param>
/// <param name="File">The file that comes along.</param>
public sealed record BootMenuLine(string Key, string Value, Content? File = null);
