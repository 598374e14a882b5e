namespace Bq2.Image;

/// <summary>Data in successive blocks, with an end that stands behind the inode. Closing it does not close the volume.</summary>
internal sealed class ErofsFlatSource : Source
{
    private readonly Source _volume;
    private readonly long _start;

    // The end: its offset in the data, and its place in the volume.
    private readonly long _tail;
    private readonly long _tailPlace;

    private ErofsFlatSource(Source volume, long start, long length, long tail, long tailPlace) : base(length, volume.Path) =>
        (_volume, _start, _tail, _tailPlace) = (volume, start, tail, tailPlace);

    public static Source Open(ErofsReader volume, ErofsInode inode)
    {
        long start = volume.OffsetOf(inode.Place), tail = inode.Length;
        if (inode.Layout == ErofsDataLayout.Inline && inode.Length > 0)
            tail = inode.Length - 1 & -(long)volume.BlockSize;

        long within = inode.HeadEnd & (volume.BlockSize - 1);
        if (tail < inode.Length && within + inode.Length - tail > volume.BlockSize)
            throw Outside(volume, inode, $"{inode.Length - tail} bytes of it behind the inode, beyond the end of the block");
        if (tail > Math.Max(0, volume.Source.Length - start) || inode.HeadEnd + inode.Length - tail > volume.Source.Length)
            throw Outside(volume, inode, $"{inode.Length:N0} bytes, beyond the end of the volume");
        return new ErofsFlatSource(volume.Source, start, inode.Length, tail, inode.HeadEnd);
    }

    private protected override void Fill(long offset, Span<byte> into)
    {
        int count = (int)Math.Clamp(_tail - offset, 0, into.Length);
        if (count > 0)
            _volume.ReadAt(_start + offset, into[..count]);
        if (count < into.Length)
            _volume.ReadAt(_tailPlace + offset + count - _tail, into[count..]);
    }

    private protected override long? PlaceInFile(long offset) =>
        offset < 0 || offset >= Length ? null : PlaceInFileOf(_volume, offset < _tail ? _start + offset : _tailPlace + offset - _tail);

    private static Efi.FaultException Outside(ErofsReader volume, ErofsInode inode, FormattableString what) =>
        volume.Source.Bad(VolumeFaults.ErofsData,
            $"inode {inode.Nid} has {FormattableString.Invariant(what)}", inode.Offset, ErofsCompactInode.Size);
}
