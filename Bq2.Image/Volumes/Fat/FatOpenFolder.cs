namespace Bq2.Image;

/// <summary>A folder that is being changed: its rows and names are in memory, and every change is written at once.</summary>
internal sealed partial class FatOpenFolder
{
    private readonly WritableDisk _disk;
    private readonly FatLayout _layout;
    private readonly Dictionary<string, FatEntry> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FatEntry> _byShortName = new(StringComparer.OrdinalIgnoreCase);
    private readonly FatAliases _aliases = new();
    private readonly FatFreeRows _free;
    private FatRows _rows;

    public FatOpenFolder(WritableDisk disk, FatLayout layout, FatEntry entry, FatRows rows)
    {
        (_disk, _layout, Entry, _rows) = (disk, layout, entry, rows);
        var reader = new FatRowReader(disk, layout.Type, entry, rows);
        foreach (var child in reader.Read())
            Remember(child);
        LabelRow = reader.LabelRow;
        _free = new(layout.SectorSize / FatDirectoryEntry.Size, reader.End);
    }

    public FatEntry Entry { get; }

    public int? LabelRow { get; private set; }

    /// <summary>The length of its rows in bytes, used or not.</summary>
    public int Length => _rows.Bytes.Length;

    /// <summary>The last cluster of its chain.</summary>
    public FatCluster LastCluster => _layout.ClusterAt(_rows.Extents[^1].Offset + _rows.Extents[^1].Length - _layout.ClusterSize);

    // As in Linux and Windows, a long name takes precedence over another file's alias.
    public FatEntry? Find(string name) => _byName.GetValueOrDefault(name) ?? _byShortName.GetValueOrDefault(name);

    /// <summary>Reserves a name for a new entry.</summary>
    public FatName NameFor(string name) => _aliases.For(name);

    /// <summary>Releases a name that was not used.</summary>
    public void Forget(FatName name) => _aliases.Release(name.Short);

    /// <summary>Finds free rows; null if the folder must grow first.</summary>
    public int? RoomFor(int count, bool canGrow) => _free.Find(_rows.Table, count, canGrow);

    public void Add(int row, FatName name, ReadOnlySpan<byte> rows)
    {
        Put(row, rows);
        var table = _rows.Table[..(row + name.Entries)];
        var stored = table[^1];
        Remember(new()
        {
            Name = name.Long,
            ShortName = FatShortNameText.Of(stored.Name, FatCase.None),
            Path = Entry.Path.Length == 0 ? name.Long : $"{Entry.Path}/{name.Long}",
            Kind = (stored.Attributes & FatAttributes.Folder) != 0 ? EntryKind.Folder : EntryKind.File,
            Length = stored.FileSize,
            Cluster = stored.Cluster,
            Row = row + name.LongEntries,
            FirstRow = row,
        });
    }

    public void AddLabel(int row, ReadOnlySpan<byte> rows)
    {
        Put(row, rows);
        LabelRow = row;
    }

    /// <summary>Points a file's row to new content, with one write of one sector.</summary>
    public void Replace(FatEntry file, FatCluster cluster, uint length, FatTime time)
    {
        ref var row = ref _rows.At(file.Row);
        row.Cluster = cluster;
        row.FileSize = length;
        (row.ModifiedDate, row.ModifiedTime, row.AccessedDate) = (time.Date, time.Time, time.Date);
        row.Attributes |= FatAttributes.Archive;
        Store(file.Row, 1);
        Forget(file);
        Remember(file with { Cluster = cluster, Length = length });
    }

    /// <summary>The entry for a child.</summary>
    public FatDirectoryEntry RowOf(FatEntry child) => _rows.At(child.Row);

    public void Rename(int labelRow, FatShortName label)
    {
        _rows.At(labelRow).Name = label;
        Store(labelRow, 1);
    }

    public void Delete(FatEntry child)
    {
        Forget(child);
        DeleteRows(child.FirstRow, child.Row - child.FirstRow + 1);
    }

    public void DeleteLabel(int row)
    {
        DeleteRows(row, 1);
        LabelRow = null;
    }

    private void Remember(FatEntry child)
    {
        // A damaged folder may have a name twice; drivers find the first.
        _byName.TryAdd(child.Name, child);
        _byShortName.TryAdd(child.ShortName, child);
        _aliases.Take(AliasOf(child));

        // Other programs may give a different alias to a long name that would fit 8.3.
        if (FatName.AsShort(child.Name) is { } itself)
            _aliases.Take(itself);
    }

    private void Forget(FatEntry child)
    {
        _byName.Remove(child.Name);
        _byShortName.Remove(child.ShortName);
        _aliases.Release(AliasOf(child));
    }

    private string AliasOf(FatEntry child) => FatShortNameText.Padded(_rows.At(child.Row).Name);
}
