namespace Bq2.Image;

/// <summary>
/// The number of a cluster, which is also its index in the FAT. The first one is 2; 0 means none. FAT entries of every type are read
/// in the form of FAT32: the special values of shorter entries get their upper bits set.
/// </summary>
internal readonly record struct FatCluster(uint Number)
{
    public const uint Free = 0;
    public const uint Bad = 0x0fff_fff7;
    public const uint LowestEndOfChain = 0x0fff_fff8;
    public const uint EndOfChain = 0x0fff_ffff;

    /// <summary>The upper four bits of a FAT32 entry are reserved.</summary>
    public const uint Mask = 0x0fff_ffff;

    public static readonly FatCluster None = new(0);
    public static readonly FatCluster First = new(2);

    public static FatCluster operator +(FatCluster cluster, long count) => new(checked((uint)(cluster.Number + count)));
}
