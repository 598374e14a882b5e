namespace Bq2.Image;

/// <summary>
/// The FAT of an existing volume as numbers. Only one page is read at a time, because chains rarely leave a page; changed pages stay
/// in memory until they are written.
/// </summary>
internal sealed class FatTable(Source source, FatBoot boot)
{
    // Whole sectors of any size, and whole entries of any type: two 12-bit entries take three bytes.
    private const int PageSize = 12 << 10;

    private readonly FatLayout _layout = boot.Layout;
    private readonly SortedDictionary<long, FatPage> _changed = [];
    private FatPage _page = new([]);
    private long _pageNumber = -1;

    private int EntriesInPage => PageSize * 8 / (int)_layout.Type;

    public uint this[FatCluster cluster]
    {
        get => FatPacking.Get(PageOf(cluster).Bytes, _layout.Type, (int)(cluster.Number % EntriesInPage));
        set => Change(cluster, value);
    }

    /// <summary>The offset of an entry in the volume, in the active FAT.</summary>
    public long PlaceOf(FatCluster cluster) =>
        _layout.OffsetOfFat(boot.ActiveFat) + FatPacking.OffsetOf(_layout.Type, cluster.Number);

    /// <summary>Writes the changes to all mirrored FATs, the active one last.</summary>
    public void Write(WritableDisk target)
    {
        for (int fat = _layout.FatCount - 1; fat >= 0 && boot.IsMirrored; fat--)
        {
            if (fat != boot.ActiveFat)
                Write(target, fat);
        }

        Write(target, boot.ActiveFat);
        foreach (var page in _changed.Values)
            page.Forget();
        _changed.Clear();
    }

    private void Write(WritableDisk target, int fat)
    {
        foreach (var (number, page) in _changed)
            target.WriteAt(_layout.OffsetOfFat(fat) + number * PageSize + page.ChangedFrom, page.Changed);
    }

    private void Change(FatCluster cluster, uint value)
    {
        var page = PageOf(cluster);
        int entry = (int)(cluster.Number % EntriesInPage);
        FatPacking.Set(page.Bytes, _layout.Type, entry, value);
        page.Touch((int)FatPacking.OffsetOf(_layout.Type, entry), _layout.SectorSize);
        _changed.TryAdd(_pageNumber, page);
    }

    private FatPage PageOf(FatCluster cluster)
    {
        long number = cluster.Number / EntriesInPage;
        if (number == _pageNumber)
            return _page;

        if (!_changed.TryGetValue(number, out var page))
            page = new(source.ReadBytes(_layout.OffsetOfFat(boot.ActiveFat) + number * PageSize, LengthOf(number)));
        (_page, _pageNumber) = (page, number);
        return page;
    }

    private int LengthOf(long page) => (int)Math.Min(PageSize, (long)_layout.SectorsPerFat * _layout.SectorSize - page * PageSize);
}
