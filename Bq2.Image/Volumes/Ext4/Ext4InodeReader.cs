using System.Runtime.InteropServices;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Finds inodes by number. A part of the table last read is kept: the inodes of a folder's files are mostly neighbours.</summary>
internal sealed class Ext4InodeReader(Source source, Ext4Facts facts, Ext4Doubts doubts)
{
    private const int ChecksumLowOffset = 124, ChecksumHighOffset = 130;
    private const int WindowLength = 64 << 10;

    private byte[] _window = [];
    private long _windowStart;

    public Ext4StoredInode Read(long number, long place)
    {
        if (number < 1 || number > facts.Inodes)
            throw source.Bad(VolumeFaults.Ext4Structure, $"inode {number:N0}, but there are only {facts.Inodes:N0}", place, sizeof(uint));

        long group = (number - 1) / facts.InodesPerGroup, index = (number - 1) % facts.InodesPerGroup;
        long offset = TableOf(group) * facts.BlockSize + index * facts.InodeSize;
        var inode = new Ext4StoredInode(number, BytesAt(offset), offset);
        CheckChecksum(inode);
        return inode;
    }

    private long TableOf(long group)
    {
        long place = facts.DescriptorOffset(group);
        var descriptor = default(Ext4GroupDescriptor);
        int known = Math.Min(facts.DescriptorSize, Ext4GroupDescriptor.Size);
        source.ReadAt(place, MemoryMarshal.AsBytes(new Span<Ext4GroupDescriptor>(ref descriptor))[..known]);
        var field = FieldPlace.Of(in descriptor, in descriptor.InodeTableLow).At(place);
        long blocks = Align.Units(facts.InodesPerGroup * facts.InodeSize, facts.BlockSize);
        if (!facts.HasBlocks(descriptor.InodeTable, blocks))
            throw source.Bad(VolumeFaults.Ext4Structure, $"the inodes of group {group:N0} are at block {descriptor.InodeTable:N0}", field);
        if (facts.HasChecksums && descriptor.Checksum != facts.Checksum.OfGroup((uint)group, descriptor, known))
            doubts.Add(source.Bad(VolumeFaults.Ext4Checksum, $"the descriptor of group {group:N0} has a wrong checksum", field));
        return (long)descriptor.InodeTable;
    }

    private byte[] BytesAt(long offset)
    {
        if (offset < _windowStart || offset + facts.InodeSize > _windowStart + _window.Length)
        {
            // Windows begin at multiples of an inode's size, so one holds whole inodes.
            (_windowStart, _window) = (offset, source.ReadBytes(offset, (int)Math.Min(WindowLength, source.Length - offset)));
        }

        return _window.AsSpan((int)(offset - _windowStart), facts.InodeSize).ToArray();
    }

    private void CheckChecksum(Ext4StoredInode inode)
    {
        if (!facts.HasChecksums || !inode.Bytes.AsSpan().ContainsAnyExcept((byte)0))
            return;

        byte[] bytes = [.. inode.Bytes];
        bool isLong = bytes.Length > Ext4Inode.OldSize && inode.Fields.ExtraSize >= ChecksumHighOffset + 2 - Ext4Inode.OldSize;
        bytes.AsSpan(ChecksumLowOffset, 2).Clear();
        if (isLong)
            bytes.AsSpan(ChecksumHighOffset, 2).Clear();
        uint sum = facts.Checksum.OfInode((uint)inode.Number, inode.Fields.Generation, bytes);
        uint stored = inode.Fields.ChecksumLow | (isLong ? (uint)inode.Fields.ChecksumHigh << 16 : sum & 0xffff_0000);
        if (sum != stored)
        {
            doubts.Add(source.Bad(VolumeFaults.Ext4Checksum, $"inode {inode.Number:N0} has a wrong checksum",
                inode.Offset + ChecksumLowOffset, 2));
        }
    }
}
