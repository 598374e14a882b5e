namespace Bq2.Image;

internal sealed partial class Qcow2Refcounts
{
    private const int CachedBytes = 4 << 20;

    private int BlockOf(HostCluster cluster) => checked((int)(cluster.Number / _countsPerBlock));

    private int IndexOf(HostCluster cluster) => (int)(cluster.Number % _countsPerBlock);

    private RefcountBlock? BlockAt(int index)
    {
        if (_blocks.TryGetValue(index, out var held))
            return held;
        if (index >= _table.Length || _table[index] == 0)
            return null;

        ulong entry = _table[index];
        long place = (long)(entry & ~Qcow2RefcountTable.Reserved);
        if ((entry & Qcow2RefcountTable.Reserved) != 0 || _cluster.Within(place) != 0 || place < 0 || place >= _file.Length)
            throw Damaged($"entry {index} of the refcount table, 0x{entry:x16}, does not point to a cluster of the file");

        var counts = new byte[_cluster.Bytes];
        int there = (int)Math.Min(counts.Length, _file.Length - place);
        _file.ReadAt(place, counts.AsSpan(0, there));
        MakeRoom();
        return _blocks[index] = new(_cluster.HostAt(place), counts);
    }

    /// <summary>Drops the unchanged blocks from memory.</summary>
    private void MakeRoom()
    {
        if ((long)_blocks.Count * _cluster.Bytes < CachedBytes)
            return;

        int[] idle = [.. _blocks.Where(each => !each.Value.IsChanged).Select(each => each.Key)];
        foreach (int index in idle)
            _blocks.Remove(index);
    }

    private void Set(HostCluster cluster, ulong count)
    {
        if (IsForked)
            MoveBlock(BlockOf(cluster));
        var block = BlockAt(BlockOf(cluster))!;
        PendingBytes += block.IsChanged ? 0 : _cluster.Bytes;
        int index = IndexOf(cluster);
        _width.Set(block.Counts, index, count);
        block.Touch((int)((long)index << _width.Order >> 3), (int)((long)index + 1 << _width.Order) + 7 >> 3);
    }
}
