using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Ext4Planner
{
    private const int SectorSize = 512;
    private const int ReservedFileMode = 0x8180;   // a regular file, 0600

    // Prepared for those inodes that are not in the tree, or whose extents have nodes.
    private readonly Dictionary<uint, Ext4Inode.BlockMap> _maps = [];

    /// <summary>Fills a part of a group's inode table. Several threads may do so at once.</summary>
    private void ReadInodes(uint first, long offset, Span<byte> into)
    {
        Span<byte> whole = stackalloc byte[Ext4Layout.InodeSize];
        for (int done = 0; done < into.Length;)
        {
            uint inode = first + (uint)((offset + done) / Ext4Layout.InodeSize);
            int skip = (int)((offset + done) % Ext4Layout.InodeSize), count = Math.Min(Ext4Layout.InodeSize - skip, into.Length - done);
            WriteInode(inode, whole);
            whole.Slice(skip, count).CopyTo(into[done..]);
            done += count;
        }
    }

    private void WriteInode(uint number, Span<byte> bytes)
    {
        bytes.Clear();
        ref var node = ref Nodes[(int)number];
        if (node.Links == 0)
            return;

        var inode = Describe(number, node);
        bytes.WriteAt(0, inode);
        Ext4XattrSet.Of(node.Entry, BlockSize)?.WriteToInode(bytes[^Ext4XattrSet.RoomInInode..]);
        uint sum = _checksum.OfInode(number, 0, bytes);
        (inode.ChecksumLow, inode.ChecksumHigh) = ((ushort)sum, (ushort)(sum >> 16));
        bytes.WriteAt(0, inode);
    }

    private Ext4Inode Describe(uint number, in Ext4Node node)
    {
        var attributes = node.Entry?.Attributes ?? EntryAttributes.Usual;
        var changed = Ext4Time.Of(attributes.Time ?? _options.Time);
        var made = Ext4Time.Of(_options.Time);
        var inode = new Ext4Inode
        {
            Mode = (ushort)(node.Entry is { } entry
                ? UnixKind.BitsOf(entry.Kind) | entry.Mode & EntryAttributes.ModeMask : ReservedFileMode),
            UserLow = (ushort)attributes.User,
            UserHigh = (ushort)(attributes.User >> 16),
            GroupLow = (ushort)attributes.Group,
            GroupHigh = (ushort)(attributes.Group >> 16),
            AccessTime = changed.Seconds,
            AccessTimeExtra = changed.Extra,
            ChangeTime = changed.Seconds,
            ChangeTimeExtra = changed.Extra,
            ModifyTime = changed.Seconds,
            ModifyTimeExtra = changed.Extra,
            CreateTime = made.Seconds,
            CreateTimeExtra = made.Extra,
            Links = (ushort)node.Links,
            AttributeBlockLow = node.AttributeBlock,
            ExtraSize = Ext4Inode.ExtraSizeHere,
        };
        SetContent(ref inode, number, node);
        return inode;
    }

    private void SetContent(ref Ext4Inode inode, uint number, in Ext4Node node)
    {
        Span<byte> map = MemoryMarshal.AsBytes(new Span<Ext4Inode.BlockMap>(ref inode.Blocks));
        long length = LengthOf(number, node);
        (inode.SizeLow, inode.SizeHigh) = ((uint)length, (uint)(length >> 32));
        long sectors = SectorsOf(number, node);
        (inode.BlocksLow, inode.BlocksHigh) = ((uint)sectors, (ushort)(sectors >> 32));
        if (_maps.TryGetValue(number, out var prepared))
        {
            inode.Blocks = prepared;
            inode.Flags = number == Ext4Inode.Resize ? Ext4InodeFlags.None : Ext4InodeFlags.Extents;
            return;
        }

        switch (node.Entry?.Kind)
        {
            case EntryKind.BlockDevice or EntryKind.CharacterDevice:
                WriteDevice(map, node.Entry.Device!.Value);
                break;
            case EntryKind.Link when node.ExtentCount == 0:
                ByteText.Encode(node.Entry.Target!).CopyTo(map);
                break;
            case EntryKind.Pipe or EntryKind.Socket:
                break;
            default:
                inode.Flags = Ext4InodeFlags.Extents | (_indexed.Contains(number) ? Ext4InodeFlags.FolderIndex : 0);
                Ext4ExtentTree.WriteInInode(map, ExtentsOf(node));
                break;
        }
    }

    private long LengthOf(uint number, in Ext4Node node) => node.Entry switch
    {
        null => number == Ext4Inode.Resize ? GrowthLength : (long)BlocksIn(node) * BlockSize,
        { Kind: EntryKind.Link } link => ByteText.Encode(link.Target!).Length,
        { IsFolder: true } => BlocksIn(node) * BlockSize,
        var other => other.Content?.Length ?? 0,
    };

    private long SectorsOf(uint number, in Ext4Node node)
    {
        long blocks = number == Ext4Inode.Resize ? GrowthBlocks
            : BlocksIn(node) + (node.AttributeBlock != 0 ? 1 : 0) + (_trees.TryGetValue(number, out var tree) ? tree.Count : 0);
        return blocks * (BlockSize / SectorSize);
    }

    private long BlocksIn(in Ext4Node node)
    {
        long blocks = 0;
        foreach (ref readonly var extent in ExtentsOf(node))
            blocks += extent.Length;
        return blocks;
    }

    private ReadOnlySpan<Ext4Extent> ExtentsOf(in Ext4Node node) =>
        CollectionsMarshal.AsSpan(_extents).Slice(node.FirstExtent, node.ExtentCount);

    /// <summary>Both numbers below 256: the old form, which everything reads; otherwise twelve and twenty bits.</summary>
    private static void WriteDevice(Span<byte> map, DeviceNumber device)
    {
        if (device is { Major: < 256, Minor: < 256 })
            BinaryPrimitives.WriteUInt32LittleEndian(map, device.Major << 8 | device.Minor);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(map[4..], LinuxDevice.Encode(device));
    }
}
