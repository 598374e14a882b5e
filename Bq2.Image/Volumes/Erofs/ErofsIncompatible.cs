namespace Bq2.Image;

/// <summary>Features that a driver must know to read the volume.</summary>
[Flags]
internal enum ErofsIncompatible : uint
{
    None = 0,

    /// <summary>Compressed blocks begin with zeros, so that they end with the block.</summary>
    ZeroPadding = 1,

    /// <summary>Parameters of the compression follow the superblock, or compressed clusters have several blocks.</summary>
    CompressionSettings = 2,

    /// <summary>Files may be arrays of chunks.</summary>
    Chunks = 4,

    /// <summary>A table of further devices, or a second algorithm in a file.</summary>
    DeviceTable = 8,

    /// <summary>The compressed end of a file may be stored beside its inode.</summary>
    PackedTail = 0x10,
    Fragments = 0x20,
    XattrPrefixes = 0x40,
    Long = 0x80,
    MetaBox = 0x100,

    /// <summary>What can be read here.</summary>
    Supported = ZeroPadding | CompressionSettings | Chunks | PackedTail,
}
