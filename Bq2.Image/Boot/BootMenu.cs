using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>
/// The boot menu that the loader will show for a system partition, made with the loader's own reader, order and choice. It also checks
/// what the loader sees only later, when it starts an entry.
/// </summary>
internal sealed partial class BootMenu(Machine machine, EspTree esp)
{
    private readonly List<Line> _lines = [];

    /// <summary>All lines, in the menu's order.</summary>
    public IReadOnlyList<BootChoice> Read()
    {
        _lines.Clear();
        foreach (var file in FilesIn(EspTree.EntryFolder, ".conf"))
            _lines.Add(OfFile(file));
        foreach (var file in FilesIn(EspTree.UkiFolder, ".efi"))
            _lines.Add(OfUki(file));

        // Stable, like the loader's sort: equal entries stay in the order in which they were found.
        Line[] sorted = [.. _lines.Order(Comparer<Line>.Create(Compare))];
        int chosen = Choose(sorted, new(TextOf(esp.Find("loader/loader.conf"))));
        return [.. sorted.Select((line, i) => new BootChoice(Utf8(line.Id), line.File.Path, line.Skipped) { IsDefault = i == chosen })];
    }

    private Line OfFile(TreeEntry file)
    {
        byte[] text = TextOf(file);
        if (text.Length > BootEntry.MaxTextLength)
            return new(file, [], Utf8(EntryProblem.TooLong.Words));

        var problem = new BootEntry(text).ProblemOn(machine);
        return new(file, text, problem == EntryProblem.None ? new EntryJudge(machine, esp).WhyNot(new(text)) : Utf8(problem.Words));
    }

    // The loader hides images that it cannot describe.
    private Line OfUki(TreeEntry file)
    {
        byte[] head = file.Content!.Head(KernelImage.HeaderBytes);
        var fault = KernelImage.Read(head, out var image);
        if (fault != KernelFault.None)
            return new(file, [], "it is not an EFI program: " + PeCheck.Reason(fault));

        var sections = new PeSections(head);
        byte[] system = SectionOf(file.Content, sections, ".osrel"u8), line = SectionOf(file.Content, sections, ".cmdline"u8);
        if (system.Length == 0)
            return new(file, [], "it is not a unified kernel image: it has no readable .osrel section");

        var writer = new Utf8Writer(new byte[BootEntry.MaxTextLength]);
        EntryText.WriteUki(new(system), line, Encoding.UTF8.GetBytes("\\" + file.Path), ref writer);
        string? skipped = image.Machine != machine ? Utf8(EntryProblem.OtherMachine.Words)
            : sections.End > (ulong)file.Content.Length ? "it is cut off" : null;
        return new(file, writer.Written.ToArray(), skipped);
    }

    private static byte[] SectionOf(Content content, PeSections sections, ReadOnlySpan<byte> name)
    {
        const int MaxLength = 8 << 10;
        if (!sections.TryFind(name, out var section) || section.SizeOfRawData > MaxLength
            || (long)section.PointerToRawData + section.SizeOfRawData > content.Length)
            return [];

        var bytes = new byte[section.SizeOfRawData];
        using var files = new OpenFile();
        content.Read(section.PointerToRawData, bytes, files);
        return bytes;
    }

    // Like the loader's FolderReader: no hidden files, and no names reserved for entries that the loader adds itself.
    private IEnumerable<TreeEntry> FilesIn(string folder, string ending) =>
        esp.Find(folder) is not { IsFolder: true } found ? [] : found.Children.Where(file =>
            !file.IsFolder && file.Name.Length > ending.Length && file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
            && file.Name[0] != '.' && !file.Name.StartsWith("auto-", StringComparison.Ordinal));

    private static int Compare(Line a, Line b) =>
        a.Skipped is null != b.Skipped is null ? (a.Skipped is null ? -1 : 1)
        : EntryRank.Compare(new(new(a.Text), a.Id, a.Count), new(new(b.Text), b.Id, b.Count));

    // Assumes a new disk, on a machine without boot loader variables.
    private static int Choose(Line[] lines, LoaderConfig config)
    {
        int index = Find(lines, config.Preferred);
        if (index >= 0 && lines[index].Count.IsBad)
            index = -1;
        if (index < 0)
            index = Find(lines, config.Default);
        return index < 0 ? Array.FindIndex(lines, line => line.Skipped is null) : index;
    }

    private static int Find(Line[] lines, ReadOnlySpan<byte> pattern)
    {
        for (int i = 0; i < lines.Length && !pattern.IsEmpty; i++)
        {
            if (lines[i].Skipped is null && Glob.Matches(pattern, lines[i].Id))
                return i;
        }

        return -1;
    }

    private static byte[] TextOf(TreeEntry? file) => file?.Content?.Head(BootEntry.MaxTextLength + 1) ?? [];

    private static string Utf8(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
