using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Ext4Planner
{
    // Pieces are collected first: structures of the volume lie between the files, and a plan is quickest made in order.
    private readonly List<Region> _pieces = [];
    private readonly HashSet<uint> _indexed = [];

    public void PlaceFolders()
    {
        foreach (var folder in _folders)
        {
            if (folder.IsIndexed)
                _indexed.Add(folder.Inode);
            PlaceContent(folder.Inode, Content.FromBytes(folder.Bytes));
        }
    }

    public void PlaceJournal()
    {
        var extents = ExtentsOf(Nodes[Ext4Inode.Journal]);
        if (extents.IsEmpty)
        {
            Nodes[Ext4Inode.Journal].Links = 0;
            return;
        }

        var journal = new JournalSuperBlock
        {
            Magic = JournalSuperBlock.MagicJournal,
            BlockType = JournalSuperBlock.Version2,
            BlockSize = (uint)BlockSize,
            Length = (uint)BlocksIn(Nodes[Ext4Inode.Journal]),
            First = 1,
            Sequence = 1,
            Incompatible = JournalSuperBlock.ChecksumsVersion3,
            Users = 1,
            ChecksumType = JournalSuperBlock.Crc32C,
        };
        _uuid.CopyTo((Span<byte>)journal.Uuid);
        journal.Checksum = Ext4Checksum.OfJournal(journal);
        Place(extents[0].StartLow, StructBytes.ToBytes(journal));
    }

    public void PlaceFiles()
    {
        for (uint inode = Ext4Inode.FirstUsual + 1; inode < NextInode; inode++)
        {
            var entry = Nodes[(int)inode].Entry!;
            if (!entry.IsFolder && Nodes[(int)inode].ExtentCount > 0)
                PlaceContent(inode, entry.Content ?? Content.FromBytes(ByteText.Encode(entry.Target!)));
        }

        foreach (var (inode, tree) in _trees)
            PlaceTree(inode, tree);
        PlaceAttributes();
    }

    /// <summary>Puts all pieces into the plan, in order.</summary>
    public void Finish()
    {
        _pieces.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        foreach (var piece in _pieces)
            Regions.Add(piece.Offset, piece.Content);
    }

    private void PlaceTree(uint inode, Ext4ExtentTree tree)
    {
        Ext4Inode.BlockMap map = default;
        foreach (var (block, bytes) in tree.Write(ExtentsOf(Nodes[(int)inode]), map))
            Place(block, bytes);
        _maps.Add(inode, map);
    }

    /// <summary>Blocks of attributes are made when they are written: there may be one for every file.</summary>
    private void PlaceAttributes()
    {
        foreach (ref var node in Nodes)
        {
            if (node.AttributeBlock == 0)
                continue;
            var (entry, block) = (node.Entry, node.AttributeBlock);
            Place(block, Content.FromDelegate(BlockSize, (offset, into) =>
                Ext4XattrSet.Of(entry, BlockSize)!.ToBlock(block, BlockSize, _checksum).AsSpan((int)offset, into.Length).CopyTo(into)));
        }
    }

    /// <summary>One piece for extents that follow each other in the file and in the volume.</summary>
    private void PlaceContent(uint inode, Content content)
    {
        var extents = ExtentsOf(Nodes[(int)inode]);
        for (int i = 0; i < extents.Length;)
        {
            var first = extents[i++];
            long count = first.Length;
            for (; i < extents.Length && extents[i].StartLow == first.StartLow + count && extents[i].Block == first.Block + count; i++)
                count += extents[i].Length;
            long start = (long)first.Block * BlockSize, length = Math.Min(count * BlockSize, content.Length - start);
            Place(first.StartLow, length == content.Length ? content : new PartContent(content, start, length));
        }
    }

    private void Place(long block, byte[] bytes) => Place(block, Content.FromBytes(bytes));

    private void Place(long block, Content content) => _pieces.Add(new(block * BlockSize, content));
}
