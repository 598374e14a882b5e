namespace Bq2.Image;

/// <summary>Plans a tar archive: where each entry will be, before a byte of any file is read.</summary>
internal sealed class TarPlanner(TarOptions options)
{
    // Two blocks of zeros. GNU tar fills up to 20 blocks, for tapes; nothing else needs that.
    private const int EndLength = 2 * TarHeader.Size;

    private readonly List<TarEntryContent> _entries = [];
    private readonly List<string> _skipped = [];

    // The first names of files with several.
    private readonly Dictionary<TreeEntry, byte[]> _firstNames = [];

    public static TarPlan Plan(Tree tree, TarOptions options)
    {
        var planner = new TarPlanner(options);
        if (tree.Root.Attributes != EntryAttributes.Usual)
            planner._entries.Add(TarEntryContent.Of([], tree.Root.AsDot(), null, options));
        planner.AddAll(tree.Root, []);
        return planner.Place();
    }

    private void AddAll(TreeEntry folder, byte[] path)
    {
        foreach (var entry in folder.Sorted())
        {
            if (entry.File.Kind == EntryKind.Socket)
            {
                _skipped.Add(entry.Path);
                continue;
            }

            byte[]? firstName = FirstNameOf(entry, path);
            _entries.Add(TarEntryContent.Of(path, entry, firstName, options));
            if (entry.IsFolder)
                AddAll(entry, TarEntryContent.PathOf(path, entry));
        }
    }

    private byte[]? FirstNameOf(TreeEntry entry, byte[] folder)
    {
        if (!entry.File.HasOtherNames)
            return null;
        if (_firstNames.TryGetValue(entry.File, out byte[]? first))
            return first;
        _firstNames.Add(entry.File, TarEntryContent.PathOf(folder, entry));
        return null;
    }

    private TarPlan Place()
    {
        long length = EndLength + _entries.Sum(each => each.Length);
        var regions = new Regions(length);
        long at = 0;
        foreach (var entry in _entries)
        {
            regions.Add(at, entry);
            at += entry.Length;
        }

        return new(regions, _entries.Count, _skipped);
    }
}

/// <summary>A planned archive.</summary>
/// <param name="Regions">Its bytes.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Skipped">The paths of sockets, which no archive holds.</param>
internal sealed record TarPlan(Regions Regions, int Entries, IReadOnlyList<string> Skipped);
