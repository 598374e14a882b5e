namespace Bq2.Image;

/// <summary>
/// Finds free rows for new names in a folder. A name with its long parts stays within one sector if possible: a disk writes a sector
/// completely or not at all, so the name is never half there.
/// </summary>
internal sealed class FatFreeRows(int rowsInSector, int end)
{
    // No free rows before these, by number of rows, so that the same part is not searched again for every name.
    private readonly int[] _searchFrom = new int[FatLongNameEntry.MaxEntries + 2];

    /// <summary>The first row that was never used.</summary>
    public int End { get; private set; } = end;

    public int? Find(ReadOnlySpan<FatDirectoryEntry> table, int count, bool canGrow)
    {
        if (count <= rowsInSector && FindWithinSector(table, count) is { } row)
            return row;
        if (count > rowsInSector && End + count <= table.Length)
            return End;
        return canGrow ? null : FindAnywhere(table, count);
    }

    public void Used(int end) => End = Math.Max(End, end);

    public void Freed(int first)
    {
        foreach (ref int from in _searchFrom.AsSpan())
            from = Math.Min(from, first / rowsInSector * rowsInSector);
    }

    private int? FindWithinSector(ReadOnlySpan<FatDirectoryEntry> table, int count)
    {
        int run = 0;
        for (int row = _searchFrom[count]; row < table.Length; row++)
        {
            if (row % rowsInSector == 0)
                run = 0;
            run = IsFree(table, row) ? run + 1 : 0;
            if (run < count)
                continue;

            _searchFrom[count] = (row - count + 1) / rowsInSector * rowsInSector;
            return row - count + 1;
        }

        _searchFrom[count] = table.Length;
        return null;
    }

    private int? FindAnywhere(ReadOnlySpan<FatDirectoryEntry> table, int count)
    {
        int run = 0;
        for (int row = 0; row < table.Length; row++)
        {
            run = IsFree(table, row) ? run + 1 : 0;
            if (run == count)
                return row - count + 1;
        }

        return null;
    }

    private bool IsFree(ReadOnlySpan<FatDirectoryEntry> table, int row) =>
        row >= End || table[row].Name[0] == FatDirectoryEntry.DeletedMark;
}
