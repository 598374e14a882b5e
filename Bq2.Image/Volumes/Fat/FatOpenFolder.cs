using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>A folder that is being changed: its rows and names in memory, and what changes goes to its place at once.</summary>
internal sealed class FatOpenFolder
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

    /// <summary>Bytes of rows, used or not.</summary>
    public int Length => _rows.Bytes.Length;

    /// <summary>The last cluster of its chain.</summary>
    public FatCluster LastCluster => _layout.ClusterAt(_rows.Extents[^1].Offset + _rows.Extents[^1].Length - _layout.ClusterSize);

    // As Linux and Windows look: the long name wins over another file's alias.
    public FatEntry? Find(string name) => _byName.GetValueOrDefault(name) ?? _byShortName.GetValueOrDefault(name);

    /// <summary>A name for something new.</summary>
    public FatName NameFor(string name) => _aliases.For(name);

    /// <summary>Gives back a name that came to nothing.</summary>
    public void Forget(FatName name) => _aliases.Release(name.Short);

    /// <summary>Where so many rows can go; null if the folder must grow first.</summary>
    public int? RoomFor(int count, bool canGrow) => _free.Find(_rows.Table, count, canGrow);

    /// <summary>The folder has one more cluster, of zeros.</summary>
    public void Grow(FatCluster cluster)
    {
        var bytes = new byte[_rows.Bytes.Length + _layout.ClusterSize];
        _rows.Bytes.CopyTo(bytes, 0);
        _rows = new(bytes, [.. _rows.Extents, new(_layout.OffsetOf(cluster), _layout.ClusterSize)]);
    }

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

    /// <summary>Gives a file other content, in one write of one sector.</summary>
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

    /// <summary>All that the folder says of a child.</summary>
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

    private void DeleteRows(int first, int count)
    {
        foreach (ref var row in _rows.Table.Slice(first, count))
            row.Name[0] = FatDirectoryEntry.DeletedMark;
        Store(first, count);
        _free.Freed(first);
    }

    /// <summary>
    /// Writes new rows. What stands behind the folder's end may be anything, so the end moves with a mark of its own; and
    /// rows that were skipped to keep a name within a sector may not look like the end.
    /// </summary>
    private void Put(int row, ReadOnlySpan<byte> rows)
    {
        var table = _rows.Table;
        var added = MemoryMarshal.Cast<byte, FatDirectoryEntry>(rows);
        int from = Math.Min(row, _free.End), to = row + added.Length;
        for (int skipped = from; skipped < row; skipped++)
            table[skipped] = new() { Name = FatShortName.Deleted };
        added.CopyTo(table[row..]);
        if (to > _free.End && to < table.Length && table[to].Name[0] != FatDirectoryEntry.EndMark)
            table[to++] = default;

        Store(from, to - from);
        _free.Used(row + added.Length);
    }

    /// <summary>
    /// Writes rows sector by sector, the last one first: the new rows behind the old end show when the sector is written
    /// that had the end in it.
    /// </summary>
    private void Store(int first, int count)
    {
        int perSector = _layout.SectorSize / FatDirectoryEntry.Size;
        for (int end = first + count; end > first;)
        {
            int start = Math.Max(first, (end - 1) / perSector * perSector);
            _disk.WriteAt(_rows.PlaceOf(start), MemoryMarshal.AsBytes(_rows.Table[start..end]));
            end = start;
        }
    }

    private void Remember(FatEntry child)
    {
        // In a damaged folder a name may be there twice; the first is the one that drivers find.
        _byName.TryAdd(child.Name, child);
        _byShortName.TryAdd(child.ShortName, child);
        _aliases.Take(AliasOf(child));

        // Elsewhere a long name may fit in eight and three characters and yet have another alias.
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
