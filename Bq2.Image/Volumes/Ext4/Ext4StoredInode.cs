using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>An inode of an open volume.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Bytes">All its bytes, with those behind the known fields.</param>
/// <param name="Offset">Where they are in the volume.</param>
internal sealed record Ext4StoredInode(long Number, byte[] Bytes, long Offset)
{
    /// <summary>The known fields; those that an old inode does not have are zero.</summary>
    public Ext4Inode Fields { get; } = FieldsOf(Bytes);

    public EntryKind? Kind => UnixKind.Of(Fields.Mode);

    public bool Has(Ext4InodeFlags flag) => (Fields.Flags & flag) != 0;

    /// <summary>The 60 bytes of the block map.</summary>
    public ReadOnlySpan<byte> BlockMap => Bytes.AsSpan(Ext4Inode.BlockMapOffset, Ext4Inode.BlockMapSize);

    /// <summary>The bytes behind the fields, where extended attributes may be.</summary>
    public ReadOnlySpan<byte> Room => Bytes.AsSpan(Math.Min(Bytes.Length, Ext4Inode.OldSize + Fields.ExtraSize));

    public UnixTime Modified => new Ext4Time(Fields.ModifyTime, Fields.ModifyTimeExtra).ToTime();

    private static Ext4Inode FieldsOf(ReadOnlySpan<byte> bytes)
    {
        Ext4Inode fields = default;
        var into = MemoryMarshal.AsBytes(new Span<Ext4Inode>(ref fields));
        bytes[..Ext4Inode.OldSize].CopyTo(into);
        if (bytes.Length == Ext4Inode.OldSize)
            return fields;

        // How many of the further fields there are is the first of them.
        int extra = Math.Min(bytes[Ext4Inode.OldSize] | bytes[Ext4Inode.OldSize + 1] << 8, Ext4Inode.ExtraSizeHere);
        bytes.Slice(Ext4Inode.OldSize, Math.Min(extra, bytes.Length - Ext4Inode.OldSize)).CopyTo(into[Ext4Inode.OldSize..]);
        return fields;
    }
}
