using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Ext4Planner
{
    private const uint DefaultMountOptions = 0xc;   // user attributes and access control lists

    public void PlaceGroups()
    {
        var descriptors = new Ext4GroupDescriptor[_layout.Groups];
        var bitmaps = new Ext4Bitmaps(_layout, _allocator.Next, NextInode - 1);
        for (int group = 0; group < descriptors.Length; group++)
            descriptors[group] = PlaceGroup(group, bitmaps);
        foreach (var folder in _folders)
            descriptors[(folder.Inode - 1) / _layout.InodesPerGroup].UsedFoldersLow++;
        for (int group = 0; group < descriptors.Length; group++)
            descriptors[group].Checksum = _checksum.OfGroup((uint)group, descriptors[group]);

        PlaceSupers(MemoryMarshal.AsBytes(descriptors.AsSpan()).ToArray(), bitmaps);
    }

    private Ext4GroupDescriptor PlaceGroup(int group, Ext4Bitmaps bitmaps)
    {
        var tables = _layout.TablesOf(group);
        int unused = _layout.InodesPerGroup - bitmaps.UsedInodes(group);
        var descriptor = new Ext4GroupDescriptor
        {
            BlockBitmapLow = (uint)tables.BlockBitmap,
            InodeBitmapLow = (uint)tables.InodeBitmap,
            InodeTableLow = (uint)tables.InodeTable,
            FreeBlocksLow = (ushort)bitmaps.FreeBlocks(group),
            FreeInodesLow = (ushort)unused,
            UnusedInodesLow = (ushort)unused,
            Flags = Ext4GroupFlags.InodesZeroed,
        };
        PlaceBlockBitmap(group, bitmaps, ref descriptor);
        PlaceInodes(group, bitmaps, ref descriptor);
        return descriptor;
    }

    private void PlaceBlockBitmap(int group, Ext4Bitmaps bitmaps, ref Ext4GroupDescriptor descriptor)
    {
        if (bitmaps.IsUnused(group))
        {
            descriptor.Flags |= Ext4GroupFlags.BlocksUnused;
            return;
        }

        byte[] bitmap = bitmaps.OfBlocks(group);
        uint sum = _checksum.OfBitmap(bitmap);
        (descriptor.BlockBitmapSumLow, descriptor.BlockBitmapSumHigh) = ((ushort)sum, (ushort)(sum >> 16));
        Place(descriptor.BlockBitmapLow, bitmap);
    }

    private void PlaceInodes(int group, Ext4Bitmaps bitmaps, ref Ext4GroupDescriptor descriptor)
    {
        int used = bitmaps.UsedInodes(group);
        if (used == 0)
        {
            descriptor.Flags |= Ext4GroupFlags.InodesUnused;
            return;
        }

        byte[] bitmap = bitmaps.OfInodes(group);
        uint sum = _checksum.OfBitmap(bitmap.AsSpan(0, _layout.InodesPerGroup / 8));
        (descriptor.InodeBitmapSumLow, descriptor.InodeBitmapSumHigh) = ((ushort)sum, (ushort)(sum >> 16));
        Place(descriptor.InodeBitmapLow, bitmap);

        uint first = (uint)((long)group * _layout.InodesPerGroup + 1);
        Place(descriptor.InodeTableLow, Content.FromDelegate((long)used * Ext4Layout.InodeSize,
            (offset, into) => ReadInodes(first, offset, into)));
    }

    private void PlaceSupers(byte[] descriptors, Ext4Bitmaps bitmaps)
    {
        var super = SuperBlock(bitmaps);
        for (int group = 0; group < _layout.Groups; group++)
        {
            if (!Ext4Layout.HasSuper(group))
                continue;
            super.BlockGroup = (ushort)group;
            super.Checksum = Ext4Checksum.OfSuperBlock(super);
            long offset = group == 0 ? Ext4SuperBlock.Offset : _layout.StartOf(group) * BlockSize;
            _pieces.Add(new(offset, Content.FromBytes(StructBytes.ToBytes(super))));
            Place(_layout.StartOf(group) + 1, descriptors);
        }
    }

    private Ext4SuperBlock SuperBlock(Ext4Bitmaps bitmaps)
    {
        uint time = Ext4Time.Of(_options.Time).Seconds;
        long free = Enumerable.Range(0, _layout.Groups).Sum(group => (long)bitmaps.FreeBlocks(group));
        int logBlockSize = System.Numerics.BitOperations.Log2((uint)BlockSize / 1024);
        var super = new Ext4SuperBlock
        {
            InodesCount = (uint)_layout.Inodes,
            BlocksCountLow = (uint)_layout.Blocks,
            ReservedBlocksLow = (uint)(_layout.Blocks * _options.ReservedPercent / 100),
            FreeBlocksLow = (uint)free,
            FreeInodes = (uint)(_layout.Inodes - (NextInode - 1)),
            FirstDataBlock = (uint)_layout.FirstDataBlock,
            LogBlockSize = (uint)logBlockSize,
            LogClusterSize = (uint)logBlockSize,
            BlocksPerGroup = (uint)_layout.BlocksPerGroup,
            ClustersPerGroup = (uint)_layout.BlocksPerGroup,
            InodesPerGroup = (uint)_layout.InodesPerGroup,
            WriteTime = time,
            MaxMountCount = ushort.MaxValue,
            Magic = Ext4SuperBlock.MagicExt,
            State = Ext4State.Clean,
            Errors = 1,
            LastCheck = time,
            Revision = 1,
            FirstInode = Ext4Inode.FirstUsual,
            InodeSize = Ext4Layout.InodeSize,
            Compatible = Ext4Compatible.ExtendedAttributes | Ext4Compatible.ResizeInode | Ext4Compatible.FolderIndex,
            Incompatible = Ext4Incompatible.FileType | Ext4Incompatible.Extents | Ext4Incompatible.Has64Bit | Ext4Incompatible.FlexGroups,
            ReadOnly = Ext4ReadOnly.SparseSuper | Ext4ReadOnly.LargeFile | Ext4ReadOnly.HugeFile | Ext4ReadOnly.ManyFolderLinks
                | Ext4ReadOnly.ExtraInodeSize | Ext4ReadOnly.MetadataChecksums,
            ReservedTableBlocks = (ushort)_layout.ReservedDescriptorBlocks,
            HashVersion = Ext4HashRoot.HalfMd4,
            DescriptorSize = Ext4GroupDescriptor.Size,
            MountOptions = DefaultMountOptions,
            MakeTime = time,
            MinExtraSize = Ext4Inode.ExtraSizeHere,
            WantExtraSize = Ext4Inode.ExtraSizeHere,
            Flags = Ext4HashSign.Signed,
            LogGroupsPerFlex = Ext4Layout.LogGroupsPerFlex,
            ChecksumType = Ext4SuperBlock.Crc32C,
        };
        _uuid.CopyTo((Span<byte>)super.Uuid);
        _label.CopyTo((Span<byte>)super.VolumeName);
        _hashSeed.CopyTo((Span<byte>)super.HashSeed);
        AddJournal(ref super);
        return super;
    }

    /// <summary>The journal's number, and a copy of its block map in case its inode gets lost.</summary>
    private void AddJournal(ref Ext4SuperBlock super)
    {
        if (Nodes[Ext4Inode.Journal].Links == 0)
            return;

        super.Compatible |= Ext4Compatible.HasJournal;
        super.JournalInode = Ext4Inode.Journal;
        super.JournalBackupType = 1;
        var inode = Describe(Ext4Inode.Journal, Nodes[Ext4Inode.Journal]);
        Span<uint> copy = super.JournalBlocks;
        MemoryMarshal.Cast<byte, uint>((ReadOnlySpan<byte>)inode.Blocks).CopyTo(copy);
        (copy[^2], copy[^1]) = (inode.SizeHigh, inode.SizeLow);
    }
}
