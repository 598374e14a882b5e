using System.Text;
using Bq2.Efi;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>
/// A "type 1" entry of the Boot Loader Specification, with the files that it names, which are copied to the disk with it.
/// </summary>
/// <param name="Name">The name of its file, without ".conf"; "rescue+3" counts three tries.</param>
/// <param name="Lines">Its lines.</param>
public sealed record BootMenuEntry(string Name, IReadOnlyList<BootMenuLine> Lines)
{
    /// <summary>The keys whose value is a file on the EFI system partition.</summary>
    internal static readonly string[] FileKeys = ["linux", "efi", "uki", "initrd", "devicetree", "devicetree-overlay"];

    // Throws on invalid UTF-8: bytes that are not text must not be replaced silently.
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The folder for its files; its name leaves out the count of tries.</summary>
    internal string Folder => Name.Split('+')[0];

    /// <summary>An entry for a kernel, its initrds in the order in which they are unpacked, and a command line.</summary>
    public static BootMenuEntry Of(string name, string title, Content kernel, IReadOnlyList<Content> initrds, string commandLine)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(initrds);
        ArgumentNullException.ThrowIfNull(commandLine);
        var lines = new List<BootMenuLine> { new("title", title), new("linux", "linux", kernel) };
        for (int i = 0; i < initrds.Count; i++)
            lines.Add(new("initrd", initrds.Count == 1 ? "initrd" : FormattableString.Invariant($"initrd{i}"), initrds[i]));
        if (commandLine.Length > 0)
            lines.Add(new("options", commandLine));
        return new(name, lines);
    }

    /// <summary>
    /// Reads an entry from a file on the host, as the boot loader would. A file that it names and that exists relative to the entry's
    /// folder is copied with it; any other must already be on the disk, at that path.
    /// </summary>
    /// <exception cref="FaultException">The file is not a boot entry.</exception>
    public static BootMenuEntry FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        const string Ending = ".conf";
        if (!path.EndsWith(Ending, StringComparison.Ordinal))
            throw Failure.Of(ImageFaults.EntryFileName, $"{path} is not a valid name for a boot entry: it must end in {Ending}");

        byte[] text = Content.FromFile(path).Head(BootEntry.MaxTextLength + 1);
        if (text.Length > BootEntry.MaxTextLength)
        {
            throw Failure.Of(ImageFaults.EntryWouldNotStart,
                $"{path} is not a boot entry that would start: {Encoding.ASCII.GetString(EntryProblem.TooLong.Words)}");
        }

        var lines = new List<BootMenuLine>();
        var values = new EntryValues(text, default);
        while (values.MoveNext())
            lines.Add(LineOf(TextOf(values.Key, path), TextOf(values.Current, path), Path.GetDirectoryName(Path.GetFullPath(path))!));
        return new(Path.GetFileName(path)[..^Ending.Length], lines);
    }

    private static string TextOf(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            return s_utf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Failure.Of(ImageFaults.EntryNotUtf8, $"{path} has a line that is not UTF-8: {Encoding.UTF8.GetString(utf8)}");
        }
    }

    private static BootMenuLine LineOf(string key, string value, string folder)
    {
        string here = Path.Combine(folder, value);
        return FileKeys.Contains(key) && File.Exists(here) ? new(key, Path.GetFileName(here), Content.FromFile(here)) : new(key, value);
    }
}

/// <summary>A line of a boot entry.</summary>
/// <param name="Key">The keyword from the Boot Loader Specification.</param>
/// <param name="Value">The value; for a file that is copied along, its preferred name.</param>
/// <param name="File">The file to copy along; null if there is none.</param>
public sealed record BootMenuLine(string Key, string Value, Content? File = null);
