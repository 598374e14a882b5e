namespace Bq2.Image;

internal sealed partial class Qcow2Refcounts
{
    /// <summary>Makes the block for the refcounts around a cluster. It is placed in that cluster, so it counts itself first.</summary>
    private void AddBlock(HostCluster cluster)
    {
        if (BlockOf(cluster) >= _table.Length)
            GrowTable(cluster);
        else
            AddBlock(BlockOf(cluster), cluster);
    }

    private void AddBlock(int index, HostCluster place)
    {
        var block = new RefcountBlock(place, new byte[_cluster.Bytes]);
        _moved.Add(index);
        _blocks[index] = block;
        _table[index] = (ulong)_cluster.OffsetOf(place);
        _newEntries.Add(index);
        PendingBytes += _cluster.Bytes;
        block.Touch(0, _cluster.Bytes);
        Take(place);
        Protect(place, 1);
    }

    /// <summary>
    /// Makes a table half as large again, after everything that the old one covers, followed by the blocks for both.
    /// </summary>
    private void GrowTable(HostCluster place)
    {
        long clusters = _cluster.Holding((long)_table.Length * sizeof(ulong) * 3 / 2 + 1);
        if (clusters * _cluster.Bytes > Qcow2Limits.MaxRefcountTableBytes)
            throw Damaged($"the file is too large for refcounts in clusters of {_cluster.Bytes} bytes");

        int first = BlockOf(place), blocks = 1;
        while (BlockOf(place + (clusters + blocks - 1)) - first + 1 > blocks)
            blocks++;

        ReleaseTable();
        Array.Resize(ref _table, (int)(clusters * _cluster.Bytes / sizeof(ulong)));
        (_tablePlace, _isMoved) = (place, true);
        for (int i = 0; i < blocks; i++)
            AddBlockOutOfTurn(first + i, place + (clusters + i));
        for (int i = 0; i < blocks; i++)
            Take(place + (clusters + i));
        for (long i = 0; i < clusters; i++)
            Take(place + i);
        Protect(place, clusters + blocks);
    }

    // Released clusters are not reused before the file has the new table.
    private void ReleaseTable()
    {
        for (long i = _cluster.Holding((long)_table.Length * sizeof(ulong)) - 1; i >= 0; i--)
            Release(_tablePlace + i);
    }

    /// <summary>Adds a block, whose own refcount may be in another block.</summary>
    private void AddBlockOutOfTurn(int index, HostCluster place)
    {
        var block = new RefcountBlock(place, new byte[_cluster.Bytes]);
        block.Touch(0, _cluster.Bytes);
        _moved.Add(index);
        _blocks[index] = block;
        _table[index] = (ulong)_cluster.OffsetOf(place);
        PendingBytes += _cluster.Bytes;
    }
}
