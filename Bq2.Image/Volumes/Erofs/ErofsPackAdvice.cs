namespace Bq2.Image;

/// <summary>How a compressed file is stored.</summary>
[Flags]
internal enum ErofsPackAdvice : ushort
{
    None = 0,

    /// <summary>Most of a compact index has two bytes for a cluster, else four.</summary>
    TwoByteIndex = 1,

    /// <summary>Clusters of the first algorithm may have several blocks, and likewise those of the second.</summary>
    ManyBlocks1 = 2,
    ManyBlocks2 = 4,

    /// <summary>The end of the file stands behind the index.</summary>
    Tail = 8,

    /// <summary>Plain clusters are shifted around.</summary>
    Interlaced = 0x10,

    /// <summary>The end of the file is in a fragment.</summary>
    Fragment = 0x20,
}
