namespace Bq2.Image;

/// <summary>How the data of an inode are stored.</summary>
internal enum ErofsDataLayout : byte
{
    /// <summary>In successive blocks.</summary>
    Plain = 0,

    /// <summary>Compressed, with eight bytes for each logical cluster.</summary>
    CompressedFull = 1,

    /// <summary>In successive blocks, and what is left behind the inode.</summary>
    Inline = 2,

    /// <summary>Compressed, with two or four bytes for each logical cluster.</summary>
    CompressedCompact = 3,

    /// <summary>In chunks of equal size, each with its own place, or none.</summary>
    Chunks = 4,
}
