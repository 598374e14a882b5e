using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// A fork of the counts: from then on nothing that the file knows changes. Blocks that count something else move to clusters
/// that were free, and so does the table; when the header names it, the fork is what counts.
/// </summary>
internal sealed partial class Qcow2Refcounts
{
    // Which blocks are the fork's own.
    private readonly HashSet<int> _moved = [];

    // The counts that the file has meanwhile: what they hold is not free, whatever the fork says.
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

    /// <summary>Brings the fork into the file, and says where its table lies. Once the header names it, it is to be taken over.</summary>
    public (Be64 Place, Be32 Clusters) WriteFork()
    {
        if (!_isMoved)
            PlaceTable();
        CountReleased();
        Write();
        return WriteTable();
    }

    /// <summary>The header names the fork's table.</summary>
    public void TakeOver()
    {
        (_inFile, _isMoved, _next) = (null, false, new(1));
        _newEntries.Clear();
    }

    /// <summary>Whatever the fork has written is nobody's. Does nothing once it was taken over.</summary>
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

        // Counting these may have taken more blocks than the table had room for, and then it has got another place.
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

    /// <summary>The block, as it is, in a place of the fork's. It is touched first, so that it stays in memory meanwhile.</summary>
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
