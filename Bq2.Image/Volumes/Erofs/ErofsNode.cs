namespace Bq2.Image;

/// <summary>An inode of a volume that is planned.</summary>
internal struct ErofsNode
{
    /// <summary>The entry that stands for all of its names.</summary>
    public TreeEntry Entry;

    /// <summary>A folder's rows or a link's target as bytes, the <see cref="ErofsChunks"/> of a file with holes, the
    /// <see cref="ErofsPackedFile"/> of a compressed one, else null.</summary>
    public object? Detail;

    public long Length;

    /// <summary>The inode's place, in slots from the start of the volume.</summary>
    public uint Nid;

    /// <summary>The first block of its data.</summary>
    public uint Block;

    public uint Links;

    /// <summary>The folder that it was first met in.</summary>
    public int Parent;

    /// <summary>The bytes of its extended attributes behind the inode.</summary>
    public int XattrLength;

    public ErofsDataLayout Layout;
    public bool IsExtended;

    /// <summary>The length of the inode without attributes and data.</summary>
    public readonly int CoreLength => IsExtended ? ErofsExtendedInode.Size : ErofsCompactInode.Size;

    /// <summary>The inode with its attributes.</summary>
    public readonly int HeadLength => CoreLength + XattrLength;

    /// <summary>What follows the head: the end of the data, or the places of the chunks.</summary>
    public readonly long TailLength => Layout switch
    {
        ErofsDataLayout.Inline => Length & (ErofsBlock.Size - 1),
        ErofsDataLayout.Chunks => ((ErofsChunks)Detail!).MapLength,
        ErofsDataLayout.CompressedCompact => ((ErofsPackedFile)Detail!).TailLength(HeadLength),
        _ => 0,
    };

    /// <summary>The bytes in blocks of its own.</summary>
    public readonly long BlockLength => Layout switch
    {
        ErofsDataLayout.Inline => Length & ~(ErofsBlock.Size - 1L),
        ErofsDataLayout.Chunks => ((ErofsChunks)Detail!).DataLength,
        ErofsDataLayout.CompressedCompact => (long)((ErofsPackedFile)Detail!).Blocks << ErofsBlock.Bits,
        _ => Length,
    };

    /// <summary>Fills <paramref name="into"/> from the bytes in blocks of its own.</summary>
    public readonly void ReadBlocks(long offset, Span<byte> into, OpenFile files)
    {
        if (Detail is ErofsChunks chunks)
            chunks.Read(Entry.Content!, offset, into, files);
        else if (Detail is ErofsPackedFile packed)
            packed.Read(offset, into);
        else
            ReadData(offset, into, files);
    }

    /// <summary>Fills <paramref name="into"/> from what follows the head.</summary>
    public readonly void ReadTail(long offset, Span<byte> into, OpenFile files)
    {
        if (Detail is ErofsChunks chunks)
            chunks.ReadMap(Block, offset, into);
        else if (Detail is ErofsPackedFile packed)
            packed.ReadTail(offset, into);
        else
            ReadData(Length - TailLength + offset, into, files);
    }

    private readonly void ReadData(long offset, Span<byte> into, OpenFile files)
    {
        if (Detail is byte[] bytes)
            bytes.AsSpan((int)offset, into.Length).CopyTo(into);
        else
            Entry.Content!.Read(offset, into, files);
    }
}
