using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>Reads the metadata of a volume: inodes, extended attributes, and where data are.</summary>
internal sealed class ErofsReader
{
    private const int PermissionMask = 0xfff;
    private const int NanosecondsPerSecond = 1_000_000_000;

    private readonly ErofsSuperblock _superblock;
    private readonly ErofsXattrReader _xattrs;

    // The block read last: much of what is read is small, and close together.
    private Cached? _last;

    public ErofsReader(Source source)
    {
        Source = source;
        _superblock = ErofsSuperblockReader.Read(source);
        _xattrs = new(this);
    }

    public Source Source { get; }

    public ref readonly ErofsSuperblock Superblock => ref _superblock;

    public int BlockSize => 1 << Superblock.BlockBits;

    public long OffsetOf(uint block) => (long)block << Superblock.BlockBits;

    /// <summary>Fills <paramref name="into"/> with metadata.</summary>
    public void ReadAt(long offset, Span<byte> into)
    {
        long block = offset >> Superblock.BlockBits;
        int within = (int)(offset & (BlockSize - 1));
        if (offset < 0 || within + into.Length > BlockSize || block + 1 > Source.Length >> Superblock.BlockBits)
        {
            Source.ReadAt(offset, into);
            return;
        }

        var cached = _last;
        if (cached?.Block != block)
            _last = cached = new(block, Source.ReadBytes(block << Superblock.BlockBits, BlockSize));
        cached.Bytes.AsSpan(within, into.Length).CopyTo(into);
    }

    public T Read<T>(long offset) where T : unmanaged
    {
        T value = default;
        ReadAt(offset, MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    public ErofsInode ReadInode(ulong nid)
    {
        long start = OffsetOf(Superblock.InodeBlock);
        if (nid > (ulong)(Source.Length - start) >> ErofsBlock.SlotBits)
            throw Source.Bad(VolumeFaults.ErofsInode, $"there is no inode {nid:N0}: the volume ends before");

        long offset = start + ((long)nid << ErofsBlock.SlotBits);
        var format = Read<ErofsInodeFormat>(offset);
        if (!format.IsKnown)
            throw Bad(offset, $"inode {nid} has the unknown format 0x{format.Bits:x}");
        var inode = format.IsExtended
            ? Extended(nid, offset, Read<ErofsExtendedInode>(offset))
            : Compact(nid, offset, Read<ErofsCompactInode>(offset));
        return inode.Length >= 0 ? inode : throw Bad(offset, $"inode {nid} has {(ulong)inode.Length:N0} bytes");
    }

    public EntryAttributes AttributesOf(ErofsInode inode) => new()
    {
        Mode = inode.Mode,
        User = inode.User,
        Group = inode.Group,
        Time = inode.Time,
        Xattrs = _xattrs.Read(inode),
    };

    /// <summary>The bytes of a folder, link or file.</summary>
    public Source OpenData(ErofsInode inode) => inode.Layout switch
    {
        ErofsDataLayout.Plain or ErofsDataLayout.Inline => ErofsFlatSource.Open(this, inode),
        ErofsDataLayout.Chunks => new ErofsChunkSource(this, inode),
        _ => new ErofsPackedSource(this, inode),
    };

    private ErofsInode Compact(ulong nid, long offset, in ErofsCompactInode found) => new()
    {
        Nid = nid,
        Offset = offset,
        Kind = KindOf(nid, offset, found.Mode),
        Layout = found.Format.Layout,
        Mode = found.Mode & PermissionMask,
        Length = found.Length,
        Place = found.Place,
        User = found.User,
        Group = found.Group,
        Time = TimeOf(nid, offset, Superblock.BuildTime, Superblock.BuildNanoseconds),
        Links = found.Links,
        XattrOffset = offset + ErofsCompactInode.Size,
        XattrLength = XattrLength(found.XattrCount),
    };

    private ErofsInode Extended(ulong nid, long offset, in ErofsExtendedInode found) => new()
    {
        Nid = nid,
        Offset = offset,
        Kind = KindOf(nid, offset, found.Mode),
        Layout = found.Format.Layout,
        Mode = found.Mode & PermissionMask,
        Length = (long)found.Length,
        Place = found.Place,
        User = found.User,
        Group = found.Group,
        Time = TimeOf(nid, offset, found.Time, found.Nanoseconds),
        Links = found.Links,
        XattrOffset = offset + ErofsExtendedInode.Size,
        XattrLength = XattrLength(found.XattrCount),
    };

    private EntryKind KindOf(ulong nid, long offset, ushort mode) =>
        UnixKind.Of(mode) ?? throw Bad(offset, $"inode {nid} has the mode 0x{mode:x4}, which is no kind of file");

    private UnixTime TimeOf(ulong nid, long offset, long seconds, uint nanoseconds) => nanoseconds < NanosecondsPerSecond
        ? new(seconds, (int)nanoseconds)
        : throw Bad(offset, $"the time of inode {nid} has {nanoseconds:N0} nanoseconds");

    private static int XattrLength(ushort count) => count == 0 ? 0 : ErofsXattrHeader.Size + (count - 1) * ErofsXattrEntry.Unit;

    private Efi.FaultException Bad(long offset, FormattableString message) =>
        Source.Bad(VolumeFaults.ErofsInode, message, offset, ErofsCompactInode.Size);

    private sealed record Cached(long Block, byte[] Bytes);
}
