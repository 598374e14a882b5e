using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class ErofsPlanner
{
    /// <summary>Writes the folders, now that every file has its number.</summary>
    public void WriteFolders()
    {
        // The nodes of the children come in the same order as when they were numbered.
        int next = 1;
        foreach (ref var node in Nodes)
        {
            if (node.Entry.IsFolder)
                node.Detail = RowsOf(node, ref next);
        }
    }

    /// <summary>Writes the indexes of compressed files, likewise.</summary>
    public void WriteIndexes()
    {
        foreach (ref var node in Nodes)
            (node.Detail as ErofsPackedFile)?.WriteIndex(node.HeadLength, node.Block);
    }

    /// <summary>The volume, made of what was planned.</summary>
    public Regions ToRegions()
    {
        var regions = new Regions(_end << ErofsBlock.Bits);
        regions.Add(0, Content.FromBytes(FirstBlock()));
        regions.Add(FirstInodeBlock << ErofsBlock.Bits,
            new ErofsInodeTable(_nodes, _xattrs, _options.Time, FirstInodeBlock, _inodeEnd));
        regions.Add((long)_xattrBlock << ErofsBlock.Bits, Content.FromBytes(_xattrs.Shared));
        long data = _xattrBlock + ErofsBlock.Count(_xattrs.Shared.Length);
        regions.Add(data << ErofsBlock.Bits, new ErofsDataArea(_nodes, (uint)data, _end));
        return regions;
    }

    private byte[] RowsOf(in ErofsNode folder, ref int next)
    {
        var rows = new ErofsFolderWriter(folder.Nid, _nodes[folder.Parent].Nid);
        foreach (var child in folder.Entry.Sorted())
        {
            int index = Numbered(child) ?? next;
            if (index == next)
                next++;
            rows.Add(NameOf(child), _nodes[index].Nid, ErofsKind.TypeOf(child.File.Kind));
        }

        return rows.ToBytes();
    }

    private byte[] FirstBlock()
    {
        var block = new byte[ErofsBlock.Size];
        var superblock = new ErofsSuperblock
        {
            Magic = ErofsSuperblock.MagicNumber,
            Compatible = ErofsCompatible.Checksum | ErofsCompatible.ModificationTime,
            BlockBits = ErofsBlock.Bits,
            RootNid = (ushort)_nodes[0].Nid,
            Inodes = (ulong)_count,
            BuildTime = _options.Time.Seconds,
            BuildNanoseconds = (uint)_options.Time.Nanoseconds,
            Blocks = (uint)_end,
            XattrBlock = _xattrBlock,
            Incompatible = Features,
        };
        _label.CopyTo(superblock.VolumeName);
        Uuid().TryWriteBytes(superblock.Uuid, bigEndian: true, out _);

        var bytes = block.AsSpan(ErofsSuperblock.Offset);
        bytes.WriteAt(0, superblock);
        superblock.Checksum = Crc32C.Append(Crc32C.Start, bytes);
        bytes.WriteAt(0, superblock);
        return block;
    }

    private ErofsIncompatible Features =>
        (Has(ErofsDataLayout.Chunks) ? ErofsIncompatible.Chunks : ErofsIncompatible.None)
        | (Has(ErofsDataLayout.CompressedCompact) ? ErofsIncompatible.ZeroPadding : ErofsIncompatible.None);

    private bool Has(ErofsDataLayout layout) => Array.Exists(_nodes, node => node.Layout == layout);

    private Guid Uuid() => _options.Uuid
        ?? DerivedId.Guid(TreeSeed.Of(_tree, _end << ErofsBlock.Bits, ErofsBlock.Size), "erofs-uuid");
}
