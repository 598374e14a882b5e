using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Data in chunks, some of which may be holes. Closing it does not close the volume.</summary>
internal sealed class ErofsChunkSource : Source
{
    private const uint BitsMask = 0x1f, HasIndexes = 0x20;

    private readonly ErofsReader _volume;
    private readonly ErofsInode _inode;
    private readonly long _map;
    private readonly int _unit;
    private readonly int _bits;

    public ErofsChunkSource(ErofsReader volume, ErofsInode inode) : base(inode.Length, volume.Source.Path)
    {
        (_volume, _inode) = (volume, inode);
        uint format = inode.Place & ushort.MaxValue;
        if ((format & ~(BitsMask | HasIndexes)) != 0)
            throw Bad(inode.Offset, $"inode {inode.Nid} has chunks in the unknown format 0x{format:x}");

        _bits = (int)(format & BitsMask) + volume.Superblock.BlockBits;
        _unit = (format & HasIndexes) != 0 ? Index.Size : sizeof(uint);
        _map = Align.Up(inode.HeadEnd, _unit);
        if (LastChunk >= Math.Max(0, volume.Source.Length - _map) / _unit)
            throw Bad(inode.Offset, $"inode {inode.Nid} has {LastChunk + 1:N0} chunks, more than the volume has space for");
    }

    private long LastChunk => Length == 0 ? -1 : Length - 1 >> _bits;

    public override IEnumerable<(long Offset, long Length)> DataRuns()
    {
        long start = 0, end = 0;
        for (long chunk = 0; chunk <= LastChunk; chunk++)
        {
            if (BlockOf(chunk) == ErofsBlock.None)
                continue;
            if (chunk << _bits > end)
            {
                if (end > start)
                    yield return (start, end - start);
                start = chunk << _bits;
            }

            end = Math.Min(Length, chunk + 1 << _bits);
        }

        if (end > start)
            yield return (start, end - start);
    }

    private protected override void Fill(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            long chunk = offset >> _bits, within = offset - (chunk << _bits);
            int count = (int)Math.Min(into.Length, (1L << _bits) - within);
            uint block = BlockOf(chunk);
            if (block == ErofsBlock.None)
                into[..count].Clear();
            else
                _volume.Source.ReadAt(_volume.OffsetOf(block) + within, into[..count]);
            into = into[count..];
            offset += count;
        }
    }

    private protected override long? PlaceInFile(long offset)
    {
        if (offset < 0 || offset >= Length || BlockOf(offset >> _bits) is not (not ErofsBlock.None and var block))
            return null;
        return PlaceInFileOf(_volume.Source, _volume.OffsetOf(block) + (offset & (1L << _bits) - 1));
    }

    private uint BlockOf(long chunk)
    {
        long place = _map + chunk * _unit;
        if (_unit == sizeof(uint))
            return _volume.Read<uint>(place);

        var index = _volume.Read<Index>(place);
        if (index.Block != ErofsBlock.None && index.Device != 0)
            throw Bad(place, $"chunk {chunk:N0} of inode {_inode.Nid} is on device {index.Device}, but the volume has one");
        return index.Block;
    }

    private Efi.FaultException Bad(long offset, FormattableString message) =>
        _volume.Source.Bad(VolumeFaults.ErofsData, message, offset, _unit);

    /// <summary>The long form of a chunk's place: struct erofs_inode_chunk_index.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1)]
    private struct Index
    {
        public const int Size = 8;

        public ushort Advise;                       //  0
        public ushort Device;                       //  2
        public uint Block;                          //  4
    }
}
