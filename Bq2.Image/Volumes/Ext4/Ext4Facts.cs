namespace Bq2.Image;

/// <summary>What the superblock of an open volume says, checked.</summary>
internal sealed record Ext4Facts
{
    public required int BlockSize { get; init; }

    public required long Blocks { get; init; }

    public required long FirstDataBlock { get; init; }

    public required long BlocksPerGroup { get; init; }

    public required long InodesPerGroup { get; init; }

    public required long Inodes { get; init; }

    public required int InodeSize { get; init; }

    public required int DescriptorSize { get; init; }

    /// <summary>With meta_bg, descriptors from this block of them on are in their own groups.</summary>
    public required long FirstMetaGroup { get; init; }

    public required Ext4Compatible Compatible { get; init; }

    public required Ext4Incompatible Incompatible { get; init; }

    public required Ext4ReadOnly ReadOnly { get; init; }

    public required uint ChecksumSeed { get; init; }

    public required string? Label { get; init; }

    public required Guid Uuid { get; init; }

    public long Groups => (Blocks - FirstDataBlock + BlocksPerGroup - 1) / BlocksPerGroup;

    public bool HasChecksums => (ReadOnly & Ext4ReadOnly.MetadataChecksums) != 0;

    public Ext4Checksum Checksum => new(ChecksumSeed);

    public bool Has(Ext4Incompatible feature) => (Incompatible & feature) != 0;

    /// <summary>Whether blocks are of the volume, and not the first: no structure can be there.</summary>
    public bool HasBlocks(ulong start, long count) => start > 0 && start < (ulong)Blocks && (ulong)count <= (ulong)Blocks - start;

    /// <summary>Where the descriptor of a group is.</summary>
    public long DescriptorOffset(long group)
    {
        long perBlock = BlockSize / DescriptorSize, block = group / perBlock;
        long place = Has(Ext4Incompatible.MetaGroups) && block >= FirstMetaGroup
            ? MetaGroupBlock(block * perBlock)
            : FirstDataBlock + 1 + block;
        return place * BlockSize + group % perBlock * DescriptorSize;
    }

    /// <summary>The block behind the superblock's copy, if the group has one, or else its first.</summary>
    private long MetaGroupBlock(long group)
    {
        bool hasSuper = (ReadOnly & Ext4ReadOnly.SparseSuper) == 0 || Ext4Layout.HasSuper(group);
        return FirstDataBlock + group * BlocksPerGroup + (hasSuper ? 1 : 0);
    }
}
