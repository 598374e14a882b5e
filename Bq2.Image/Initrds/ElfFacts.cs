using System.Text;
using LibObjectFile.Elf;

namespace Bq2.Image;

/// <summary>What a kernel module or a program says about itself.</summary>
internal sealed class ElfFacts
{
    // Debug information makes modules large; a whole one is read into memory.
    private const long MaxLength = 256 << 20;

    private readonly ElfFile _file;

    private ElfFacts(ElfFile file) => _file = file;

    /// <summary>The libraries that a program or library wants, by name.</summary>
    public IReadOnlyList<string> NeededLibraries =>
        [.. _file.Sections.OfType<ElfDynamicLinkingTable>().SelectMany(table => table.GetNeededLibraries())];

    /// <summary>The dynamic linker that a program wants; null if it is static.</summary>
    public string? Interpreter => Text(".interp")?.TrimEnd('\0');

    /// <summary>Reads an ELF file; null if it is none.</summary>
    /// <param name="content">The file, unpacked.</param>
    /// <param name="name">Its name in messages.</param>
    public static ElfFacts? Read(Content content, string name)
    {
        if (content.Length > MaxLength || !content.Head(4).AsSpan().SequenceEqual("\u007fELF"u8))
            return null;

        try
        {
            return new(ElfFile.Read(new MemoryStream(content.Head((int)content.Length))));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw Failure.Of(TreeFaults.Elf, $"this is a damaged ELF file: {failure.Message.Split('\n')[0]}", name);
        }
    }

    /// <summary>The values of a key in a module's .modinfo.</summary>
    public IEnumerable<string> ModuleInfo(string key) => (Text(".modinfo") ?? "").Split('\0')
        .Where(line => line.StartsWith(key + "=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..]);

    private string? Text(string section)
    {
        if (_file.Sections.OfType<ElfStreamSection>().FirstOrDefault(each => each.Name.Value == section) is not { } found)
            return null;

        var bytes = new byte[found.Stream.Length];
        found.Stream.Position = 0;
        found.Stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
