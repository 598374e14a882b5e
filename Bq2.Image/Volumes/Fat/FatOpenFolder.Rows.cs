using System.Runtime.InteropServices;

namespace Bq2.Image;

internal sealed partial class FatOpenFolder
{
    /// <summary>Adds a cluster of zeros to the folder.</summary>
    public void Grow(FatCluster cluster)
    {
        var bytes = new byte[_rows.Bytes.Length + _layout.ClusterSize];
        _rows.Bytes.CopyTo(bytes, 0);
        _rows = new(bytes, [.. _rows.Extents, new(_layout.OffsetOf(cluster), _layout.ClusterSize)]);
    }

    private void DeleteRows(int first, int count)
    {
        foreach (ref var row in _rows.Table.Slice(first, count))
            row.Name[0] = FatDirectoryEntry.DeletedMark;
        Store(first, count);
        _free.Freed(first);
    }

    /// <summary>
    /// Writes new rows. The rows after the end mark may contain anything, so a new end mark is written; and rows skipped to keep a name
    /// within a sector must not look like the end.
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
    /// Writes rows sector by sector, the last one first: new rows after the old end become visible when the sector with the old end is
    /// written.
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
}
