namespace Bq2.Image;

/// <summary>
/// The size of a QCOW2 cluster, and all the shifts that follow from it. Nobody else shifts. With extended L2 entries a
/// cluster is divided in 32, and each entry has a second word that says how each part is mapped.
/// </summary>
internal readonly record struct ClusterSize(int Bits, bool HasParts = false)
{
    public const int PartsPerCluster = 32;

    public int Bytes => 1 << Bits;

    /// <summary>The least that is mapped by itself: a cluster, or a part of one where it has parts.</summary>
    public int UnitBytes => HasParts ? Bytes / PartsPerCluster : Bytes;

    /// <summary>An L2 entry in words of eight bytes.</summary>
    public int WordsPerEntry => HasParts ? 2 : 1;

    /// <summary>An L2 table is one cluster of entries.</summary>
    public int EntriesPerTable => Bytes / sizeof(ulong) / WordsPerEntry;

    /// <summary>And so many words, two for each entry that has parts.</summary>
    public int WordsPerTable => Bytes / sizeof(ulong);

    /// <summary>A refcount block is one cluster of two-byte counts.</summary>
    public int CountsPerBlock => Bytes / sizeof(ushort);

    /// <summary>What one L2 table maps.</summary>
    public long BytesPerTable => (long)Bytes * EntriesPerTable;

    /// <summary>How many clusters hold so many bytes.</summary>
    public long Holding(long bytes) => (bytes >> Bits) + ((bytes & Bytes - 1) != 0 ? 1 : 0);

    public GuestCluster GuestAt(long offset) => new(offset >> Bits);

    public HostCluster HostAt(long offset) => new(offset >> Bits);

    public long OffsetOf(GuestCluster cluster) => checked(cluster.Number << Bits);

    public long OffsetOf(HostCluster cluster) => checked(cluster.Number << Bits);

    /// <summary>How far an offset lies within its cluster.</summary>
    public int Within(long offset) => (int)(offset & Bytes - 1);

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

    /// <summary>
    /// The other way round: where a packed cluster begins, and how long it is up to the end of the last sector it touches,
    /// which is never more than two clusters.
    /// </summary>
    public (long Offset, int Length) PackedAt(ulong entry)
    {
        int offsetBits = 62 - (Bits - 8);
        long offset = (long)(entry & (1UL << offsetBits) - 1);
        int sectors = (int)((entry & Qcow2Entry.Compressed - 1) >> offsetBits) + 1;
        return (offset, (sectors << 9) - (int)(offset & 511));
    }
}
