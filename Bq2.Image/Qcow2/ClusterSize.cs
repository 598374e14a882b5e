namespace Bq2.Image;

/// <summary>The size of a QCOW2 cluster, and all the shifts that follow from it. Nobody else shifts.</summary>
internal readonly record struct ClusterSize(int Bits)
{
    public const int MinBits = 9;
    public const int MaxBits = 21;

    public int Bytes => 1 << Bits;

    /// <summary>An L2 table is one cluster of eight-byte entries.</summary>
    public int EntriesPerTable => Bytes / sizeof(ulong);

    /// <summary>A refcount block is one cluster of two-byte counts.</summary>
    public int CountsPerBlock => Bytes / sizeof(ushort);

    /// <summary>What one L2 table maps.</summary>
    public long BytesPerTable => (long)Bytes * EntriesPerTable;

    /// <summary>How many clusters hold so many bytes.</summary>
    public long Holding(long bytes) => (bytes >> Bits) + ((bytes & Bytes - 1) != 0 ? 1 : 0);

    public GuestCluster GuestAt(long offset) => new(offset >> Bits);

    public HostCluster HostAt(long offset) => new(offset >> Bits);

    public long OffsetOf(HostCluster cluster) => checked(cluster.Number << Bits);

    public int TableOf(GuestCluster cluster) => (int)(cluster.Number / EntriesPerTable);

    public int EntryOf(GuestCluster cluster) => (int)(cluster.Number % EntriesPerTable);

    /// <summary>
    /// The L2 entry of a packed cluster: where it begins, to the byte, and how many sectors of 512 it touches behind the
    /// first one. The larger the cluster, the more bits of the entry the second takes.
    /// </summary>
    public ulong PackedEntry(long offset, int length)
    {
        long sectors = (offset + length - 1 >> 9) - (offset >> 9);
        return Qcow2Entry.Compressed | (ulong)sectors << 62 - (Bits - 8) | (ulong)offset;
    }
}
