using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The counts as the file has them, read block by block. Holds the table, at most 8 MiB, and one block.</summary>
internal sealed class Qcow2Counts(Source file, Qcow2HeaderInfo head, Be64[] table)
{
    private readonly int _countsPerBlock = head.Width.CountsPerBlock(head.Cluster);
    private readonly byte[] _block = new byte[head.Cluster.Bytes];

    private long _index = -1;

    /// <summary>0 where there is no block, or none that can be read.</summary>
    public ulong Of(HostCluster cluster)
    {
        long index = cluster.Number / _countsPerBlock;
        if (index != _index)
            Load(index);
        return head.Width.Get(_block, (int)(cluster.Number % _countsPerBlock));
    }

    /// <summary>Where a cluster's count is kept, to the byte; null where it is not.</summary>
    public long? PlaceOf(HostCluster cluster) => PlaceOfBlock(cluster.Number / _countsPerBlock);

    /// <summary>The block that holds a cluster's count, and which of its counts that is.</summary>
    public (byte[] Block, int Index) At(HostCluster cluster)
    {
        Of(cluster);
        return (_block, (int)(cluster.Number % _countsPerBlock));
    }

    private void Load(long index)
    {
        _index = index;
        _block.AsSpan().Clear();
        if (PlaceOfBlock(index) is { } place)
            file.ReadAt(place, _block.AsSpan(0, (int)Math.Min(_block.Length, file.Length - place)));
    }

    private long? PlaceOfBlock(long index)
    {
        if (index >= table.Length)
            return null;

        ulong entry = table[index];
        long place = (long)(entry & ~Qcow2RefcountTable.Reserved);
        return place <= 0 || head.Cluster.Within(place) != 0 || place >= file.Length ? null : place;
    }
}
