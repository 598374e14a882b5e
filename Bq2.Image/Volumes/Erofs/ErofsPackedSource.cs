using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A compressed file. Closing it does not close the volume.</summary>
internal sealed class ErofsPackedSource : Source
{
    // As the kernel bounds them.
    private const int MaxPacked = 1 << 20, MaxUnpacked = 12 << 20;

    private const int ClusterBitsMask = 15, InFragment = 0x80;

    private readonly ErofsReader _volume;
    private readonly ErofsInode _inode;
    private readonly ErofsPackHeader _header;
    private readonly ErofsPackIndex _index;
    private readonly int _bits;

    // Where the last extent begins, if its data stand behind the index.
    private readonly long _tailCluster = -1;
    private readonly long _tailOffset;

    // What was unpacked last: a file is often read in pieces smaller than that.
    private Unpacked? _last;

    public ErofsPackedSource(ErofsReader volume, ErofsInode inode) : base(inode.Length, volume.Source.Path)
    {
        (_volume, _inode) = (volume, inode);
        _header = HeaderOf(volume, inode);
        Refuse();
        _bits = (_header.ClusterBits & ClusterBitsMask) + volume.Superblock.BlockBits;
        _index = new(volume, inode, _header.Advice, _bits);
        if (_header.Advice.HasFlag(ErofsPackAdvice.Tail) && Length > 0)
        {
            _tailOffset = _index[_index.Count - 1].IndexEnd;
            _tailCluster = HeadAt(Length - 1);
        }
    }

    private protected override void Fill(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var last = _last;
            if (last is null || offset < last.Start || offset >= last.Start + last.Bytes.Length)
                _last = last = Unpack(ExtentAt(offset));
            int within = (int)(offset - last.Start), count = Math.Min(into.Length, last.Bytes.Length - within);
            last.Bytes.AsSpan(within, count).CopyTo(into);
            into = into[count..];
            offset += count;
        }
    }

    private static ErofsPackHeader HeaderOf(ErofsReader volume, ErofsInode inode)
    {
        // The first volumes with a full index have no header, though its space.
        const ErofsIncompatible withHeader = ErofsIncompatible.CompressionSettings | ErofsIncompatible.PackedTail;
        bool has = inode.Layout == ErofsDataLayout.CompressedCompact || (volume.Superblock.Incompatible & withHeader) != 0;
        return has ? volume.Read<ErofsPackHeader>(Align.Up(inode.HeadEnd, ErofsPackHeader.Size)) : default;
    }

    private void Refuse()
    {
        int algorithm = Math.Max(_header.Algorithms & 15, _header.Algorithms >> 4);
        string? name = (_header.ClusterBits & InFragment) != 0 || _header.Advice.HasFlag(ErofsPackAdvice.Fragment) ? "stored in a fragment"
            : _header.Advice.HasFlag(ErofsPackAdvice.Interlaced) ? "stored in interlaced clusters"
            : algorithm switch
            {
                0 => null,
                1 => "compressed with LZMA",
                2 => "compressed with deflate",
                3 => "compressed with zstd",
                _ => "compressed with an unknown algorithm",
            };
        if (name is not null)
            throw Bad(VolumeFaults.ErofsFeature, $"inode {_inode.Nid} is {name}; only LZ4 is supported");
    }

    /// <summary>The cluster in which the data of an offset begin.</summary>
    private long HeadAt(long offset)
    {
        long cluster = HeadOf(offset >> _bits);
        int start = _index[cluster].Start;
        if (offset >= (cluster << _bits) + start)
            return cluster;

        // What lies before the beginning in this cluster belongs to the one before. In the last cluster, that may be all.
        return cluster > 0 ? HeadOf(cluster - 1)
            : throw Bad(VolumeFaults.ErofsData, $"the data of inode {_inode.Nid} begin at {start}, not at 0");
    }

    private long HeadOf(long cluster)
    {
        long from = cluster;
        while (_index[cluster] is { Type: ErofsPackEntry.Kind.Further, Back: var back })
        {
            cluster -= back;
            if (back == 0 || cluster < 0 || from - cluster > MaxUnpacked >> _bits)
                throw Bad(VolumeFaults.ErofsData, $"the index of inode {_inode.Nid} has no beginning for cluster {from:N0}");
        }

        return cluster;
    }

    private Extent ExtentAt(long offset)
    {
        long cluster = HeadAt(offset);
        var head = _index[cluster];
        long start = (cluster << _bits) + head.Start, end = EndAfter(cluster);
        if (head.Start >= 1 << _bits || offset < start || offset >= end || end - start > MaxUnpacked)
            throw Bad(VolumeFaults.ErofsData, $"the index of inode {_inode.Nid} has data from {start:N0} to {end:N0} for {offset:N0}");
        return cluster == _tailCluster
            ? new(start, (int)(end - start), head.Type, _tailOffset, _header.TailLength)
            : new(start, (int)(end - start), head.Type, _volume.OffsetOf(head.Block), PackedLength(cluster, head.Type));
    }

    private long EndAfter(long cluster)
    {
        long from = cluster;
        while (++cluster < _index.Count && cluster - from <= MaxUnpacked >> _bits)
        {
            if (_index[cluster] is { Type: not ErofsPackEntry.Kind.Further, Start: var start })
                return Math.Min((cluster << _bits) + start, Length);
        }

        return Length;
    }

    private int PackedLength(long cluster, ErofsPackEntry.Kind type)
    {
        var many = type switch
        {
            ErofsPackEntry.Kind.First => ErofsPackAdvice.ManyBlocks1,
            ErofsPackEntry.Kind.Second => ErofsPackAdvice.ManyBlocks2,
            _ => ErofsPackAdvice.None,
        };
        if (many == ErofsPackAdvice.None || !_header.Advice.HasFlag(many) || cluster + 1 >= _index.Count)
            return 1 << _bits;

        var next = _index[cluster + 1];
        if (next.Type != ErofsPackEntry.Kind.Further)
            return 1 << _bits;
        long length = _volume.OffsetOf((uint)next.Blocks);
        return length is > 0 and <= MaxPacked ? (int)length
            : throw Bad(VolumeFaults.ErofsData, $"the index of inode {_inode.Nid} has {next.Blocks:N0} compressed blocks");
    }

    private Unpacked Unpack(in Extent extent)
    {
        var packed = new byte[extent.PackedLength];
        _volume.Source.ReadAt(extent.Place, packed);
        var bytes = new byte[extent.Length];
        if (extent.Type == ErofsPackEntry.Kind.Plain)
        {
            if (bytes.Length > packed.Length)
                throw Bad(VolumeFaults.ErofsData, $"inode {_inode.Nid} has {bytes.Length:N0} plain bytes in {packed.Length:N0}");
            packed.AsSpan(0, bytes.Length).CopyTo(bytes);
        }
        else if (!Lz4Decoder.TryFill(WithoutPadding(packed), bytes))
        {
            throw _volume.Source.Bad(VolumeFaults.ErofsData,
                $"{packed.Length:N0} compressed bytes of inode {_inode.Nid} are damaged", extent.Place, 1);
        }

        return new(extent.Start, bytes);
    }

    // The first byte of LZ4 is never 0: no block begins with nothing.
    private ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> packed) =>
        _volume.Superblock.Incompatible.HasFlag(ErofsIncompatible.ZeroPadding) ? packed.TrimStart((byte)0) : packed;

    private Efi.FaultException Bad(Efi.FaultCode code, FormattableString message) =>
        _volume.Source.Bad(code, message, _inode.Offset, ErofsCompactInode.Size);

    private readonly record struct Extent(long Start, int Length, ErofsPackEntry.Kind Type, long Place, int PackedLength);

    private sealed record Unpacked(long Start, byte[] Bytes);
}
