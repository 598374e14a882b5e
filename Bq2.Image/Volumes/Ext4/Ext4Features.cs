namespace Bq2.Image;

/// <summary>Features that a driver need not know to read or write the volume.</summary>
[Flags]
internal enum Ext4Compatible : uint
{
    HasJournal = 0x4,
    ExtendedAttributes = 0x8,
    ResizeInode = 0x10,
    FolderIndex = 0x20,
}

/// <summary>Features without which a driver cannot read the volume.</summary>
[Flags]
internal enum Ext4Incompatible : uint
{
    None = 0,
    Compression = 0x1,
    FileType = 0x2,
    NeedsRecovery = 0x4,
    JournalDevice = 0x8,
    MetaGroups = 0x10,
    Extents = 0x40,
    Has64Bit = 0x80,
    MultipleMountProtection = 0x100,
    FlexGroups = 0x200,
    AttributeInodes = 0x400,
    FolderData = 0x1000,
    ChecksumSeed = 0x2000,
    LargeFolders = 0x4000,
    InlineData = 0x8000,
    Encryption = 0x10000,
    CaseFolding = 0x20000,
}

/// <summary>Features without which a driver may read, but not write.</summary>
[Flags]
internal enum Ext4ReadOnly : uint
{
    SparseSuper = 0x1,
    LargeFile = 0x2,
    HugeFile = 0x8,
    GroupChecksums = 0x10,
    ManyFolderLinks = 0x20,
    ExtraInodeSize = 0x40,
    BigClusters = 0x200,
    MetadataChecksums = 0x400,
}

/// <summary>Whether the volume was closed properly.</summary>
[Flags]
internal enum Ext4State : ushort
{
    Clean = 1,
    HasErrors = 2,
}

/// <summary>How the bytes of a name count in the hash of a folder's index; it once depended on the processor.</summary>
[Flags]
internal enum Ext4HashSign : uint
{
    Signed = 1,
    Unsigned = 2,
}

/// <summary>What a group has not written yet.</summary>
[Flags]
internal enum Ext4GroupFlags : ushort
{
    None = 0,

    /// <summary>No inode of the group is used, and its bitmap of inodes is not written.</summary>
    InodesUnused = 1,

    /// <summary>Only metadata that a driver can compute is in the group, and its bitmap of blocks is not written.</summary>
    BlocksUnused = 2,

    /// <summary>The table of inodes holds zeros where it is not used.</summary>
    InodesZeroed = 4,
}

/// <summary>Flags of an inode.</summary>
[Flags]
internal enum Ext4InodeFlags : uint
{
    None = 0,
    Encrypted = 0x800,
    FolderIndex = 0x1000,
    HugeFile = 0x40000,
    Extents = 0x80000,
    AttributeValue = 0x200000,
    InlineData = 0x10000000,
}
