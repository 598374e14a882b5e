using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// A fork of the refcounts: while it lasts, nothing that the header leads to changes. Changed blocks, and the table, are written to free
/// clusters. The fork takes effect when the header names its table.
/// </summary>
internal sealed partial class Qcow2Refcounts
{
    // The blocks that belong to the fork.
    private readonly HashSet<int> _moved = [];

    // The refcounts still in the file: clusters that they count are not free, whatever the fork says.
    private Qcow2Counts? _inFile;
    private (Be64[] Table, HostCluster Place, HashSet<HostCluster> Tables) _before;

    private bool IsForked => _inFile is not null;

    /// <summary>Begins a fork. Everything before must have been written.</summary>
    public void Fork()
    {
        _before = (_table, _tablePlace, _tables);
        (_table, _tables) = ([.. _table], [.. _tables]);
        _inFile = new(_file, _head, _before.Table);
        _moved.Clear();
        _next = new(1);
    }

    /// <summary>Writes the fork to the file, and returns the place of its table. <see cref="TakeOver"/> follows.</summary>
    public (Be64 Place, Be32 Clusters) WriteFork()
    {
        if (!_isMoved)
            PlaceTable();
        CountReleased();
        Write();
        return WriteTable();
    }

    /// <summary>Ends the fork: the header now names its table.</summary>
    public void TakeOver()
    {
        (_inFile, _isMoved, _next) = (null, false, new(1));
        _newEntries.Clear();
    }

    /// <summary>Discards the fork: what it wrote stays free. Does nothing after <see cref="TakeOver"/>.</summary>
    public void DropFork()
    {
        if (!IsForked)
            return;

        (_table, _tablePlace, _tables) = _before;
        _blocks.Clear();
        _released.Clear();
        PendingBytes = 0;
        TakeOver();
    }

    private bool IsTakenInFile(HostCluster cluster) => _inFile is { } counts && counts.Of(cluster) > 0;

    private void PlaceTable()
    {
        long clusters = _cluster.Holding((long)_table.Length * sizeof(ulong));
        var place = Allocate(clusters);

        // Counting these clusters may have needed more blocks than the table had room for; then the table has already moved.
        if (_isMoved)
        {
            for (long i = 0; i < clusters; i++)
                Set(place + i, 0);
            return;
        }

        ReleaseTable();
        _tablePlace = place;
        Protect(place, clusters);
    }

    /// <summary>Moves a block, with its content, to a cluster of the fork. It is touched first, so that it stays in memory.</summary>
    private void MoveBlock(int index)
    {
        if (!_moved.Add(index))
            return;

        var block = BlockAt(index)!;
        PendingBytes += block.IsChanged ? 0 : _cluster.Bytes;
        block.Touch(0, _cluster.Bytes);
        Release(block.Place);
        block.Place = Allocate();
        Protect(block.Place, 1);
        _table[index] = (ulong)_cluster.OffsetOf(block.Place);
    }
}
