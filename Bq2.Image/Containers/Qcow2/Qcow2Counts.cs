using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>The refcounts in the file, read block by block. Holds the table, at most 8 MiB, and one block.</summary>
internal sealed class Qcow2Counts(Source file, Qcow2HeaderInfo head, Be64[] table)
{
    private readonly int _countsPerBlock = head.Width.CountsPerBlock(head.Cluster);
    private readonly byte[] _block = new byte[head.Cluster.Bytes];

    private long _index = -1;

    /// <summary>The refcount of a cluster; 0 if there is no readable block for it.</summary>
    public ulong Of(HostCluster cluster)
    {
        long index = cluster.Number / _countsPerBlock;
        if (index != _index)
            Load(index);
        return head.Width.Get(_block, (int)(cluster.Number % _countsPerBlock));
    }

    /// <summary>The byte offset of a cluster's refcount; null if there is none.</summary>
    public long? PlaceOf(HostCluster cluster) => PlaceOfBlock(cluster.Number / _countsPerBlock);

    /// <summary>The block with a cluster's refcount, and the index in it.</summary>
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
