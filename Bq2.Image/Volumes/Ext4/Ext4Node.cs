namespace Bq2.Image;

/// <summary>What the plan knows of an inode besides the entry of the tree. There may be millions, so it is small.</summary>
internal struct Ext4Node
{
    /// <summary>Null for an inode that is not in the tree.</summary>
    public TreeEntry? Entry;

    /// <summary>Its names, or the folders that refer to a folder.</summary>
    public int Links;

    /// <summary>Its runs in the list of all, which become extents in another.</summary>
    public int FirstRun, RunCount;

    public int FirstExtent, ExtentCount;

    /// <summary>The block of those attributes that the inode has no room for; 0 for none.</summary>
    public uint AttributeBlock;
}

/// <summary>Blocks of a file that have data.</summary>
internal readonly record struct Ext4Run(uint Block, uint Count)
{
    public long End => Block + (long)Count;

    /// <summary>The same with another end.</summary>
    public Ext4Run To(long end) => this with { Count = (uint)(end - Block) };
}
