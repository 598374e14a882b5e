namespace Bq2.Image;

/// <summary>
/// The size of a QCOW2 cluster, and all shifts that follow from it: no other code shifts. With extended L2 entries a cluster has 32
/// subclusters, and each entry has a second word that maps them.
/// </summary>
internal readonly record struct ClusterSize(int Bits, bool HasParts = false)
{
    public const int PartsPerCluster = 32;

    public int Bytes => 1 << Bits;

    /// <summary>The smallest mapped unit: a cluster, or a subcluster if there are any.</summary>
    public int UnitBytes => HasParts ? Bytes / PartsPerCluster : Bytes;

    /// <summary>The size of an L2 entry in words of eight bytes.</summary>
    public int WordsPerEntry => HasParts ? 2 : 1;

    /// <summary>An L2 table is one cluster of entries.</summary>
    public int EntriesPerTable => Bytes / sizeof(ulong) / WordsPerEntry;

    /// <summary>The same in words: two for each extended entry.</summary>
    public int WordsPerTable => Bytes / sizeof(ulong);

    /// <summary>A refcount block is one cluster of two-byte counts.</summary>
    public int CountsPerBlock => Bytes / sizeof(ushort);

    /// <summary>The bytes that one L2 table maps.</summary>
    public long BytesPerTable => (long)Bytes * EntriesPerTable;

    /// <summary>How many clusters a number of bytes needs.</summary>
    public long Holding(long bytes) => (bytes >> Bits) + ((bytes & Bytes - 1) != 0 ? 1 : 0);

    public GuestCluster GuestAt(long offset) => new(offset >> Bits);

    public HostCluster HostAt(long offset) => new(offset >> Bits);

    public long OffsetOf(GuestCluster cluster) => checked(cluster.Number << Bits);

    public long OffsetOf(HostCluster cluster) => checked(cluster.Number << Bits);

    /// <summary>The offset within its cluster.</summary>
    public int Within(long offset) => (int)(offset & Bytes - 1);

    public int TableOf(GuestCluster cluster) => (int)(cluster.Number / EntriesPerTable);

    public int EntryOf(GuestCluster cluster) => (int)(cluster.Number % EntriesPerTable);

    /// <summary>
    /// The L2 entry of a compressed cluster: its byte offset, and how many 512-byte sectors it touches after the first. The larger the
    /// cluster, the more bits the sector count takes.
    /// </summary>
    public ulong PackedEntry(long offset, int length)
    {
        long sectors = (offset + length - 1 >> 9) - (offset >> 9);
        return Qcow2Entry.Compressed | (ulong)sectors << 62 - (Bits - 8) | (ulong)offset;
    }

    /// <summary>
    /// The reverse: where a compressed cluster begins, and its length to the end of the last sector it touches, which is never more than
    /// two clusters.
    /// </summary>
    public (long Offset, int Length) PackedAt(ulong entry)
    {
        int offsetBits = 62 - (Bits - 8);
        long offset = (long)(entry & (1UL << offsetBits) - 1);
        int sectors = (int)((entry & Qcow2Entry.Compressed - 1) >> offsetBits) + 1;
        return (offset, (sectors << 9) - (int)(offset & 511));
    }
}
