using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Writes the clusters of a disk to an image: skips zeros, and compresses clusters if asked for and worthwhile.</summary>
internal sealed partial class ClusterWorker : ChunkWorker
{
    private readonly SafeFileHandle _target;
    private readonly Qcow2Places _places;
    private readonly ClusterSize _cluster;
    private readonly RegionReader _reader;
    private readonly ClusterCodec? _codec;

    // Uncompressed bytes: first the whole chunk, then the clusters that stay uncompressed, moved together.
    private readonly byte[] _whole;
    private readonly byte[] _packed;

    private readonly List<Found> _found = [];
    private readonly List<Piece> _pieces = [];
    private int _wholeLength;
    private int _packedLength;

    public ClusterWorker(SafeFileHandle target, Regions regions, Qcow2Places places, ClusterSize cluster, Qcow2Compression? compression)
    {
        (_target, _places, _cluster, _reader) = (target, places, cluster, new(regions));
        _codec = compression is { } kind ? ClusterCodec.For(kind) : null;
        _whole = ArrayPool<byte>.Shared.Rent(ChunkSize(cluster));
        _packed = _codec is null ? [] : ArrayPool<byte>.Shared.Rent(ChunkSize(cluster));
    }

    public static int ChunkSize(ClusterSize cluster) => Math.Max(Chunk.UsualSize, cluster.Bytes);

    /// <summary>
    /// Compressed clusters first, then the others, so that each kind is one range in every chunk, with little waste in between.
    /// </summary>
    public override void Place()
    {
        _pieces.Clear();
        int packed = 0, whole = 0;
        var found = CollectionsMarshal.AsSpan(_found);
        foreach (ref var cluster in found)
        {
            if (cluster.IsPacked)
                cluster.Place = AddPiece(_packed, ref packed, cluster.PackedLength, _places.TakePacked(cluster.PackedLength));
        }

        foreach (ref var cluster in found)
        {
            if (!cluster.IsPacked)
                cluster.Place = AddPiece(_whole, ref whole, _cluster.Bytes, _places.Take(cluster.Guest));
        }

        foreach (var cluster in found)
        {
            if (cluster.IsPacked)
                _places.MapPacked(cluster.Guest, cluster.Place, cluster.PackedLength);
            else
                _places.Map(cluster.Guest, cluster.Place, cluster.Parts);
        }
    }

    public override void Write()
    {
        foreach (var piece in _pieces)
            RandomAccess.Write(_target, piece.Bytes.AsSpan(piece.Start, piece.Length), piece.Offset);
    }

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _codec?.Dispose();
        ArrayPool<byte>.Shared.Return(_whole);
        if (_codec is not null)
            ArrayPool<byte>.Shared.Return(_packed);
        base.Dispose(disposing);
    }

    /// <summary>Assigns an offset to the next bytes of their kind. Adjacent ones are merged, so that one call writes them.</summary>
    private long AddPiece(byte[] bytes, ref int start, int length, long offset)
    {
        if (_pieces is [.., var last] && last.Bytes == bytes && last.Offset + last.Length == offset)
            _pieces[^1] = last with { Length = last.Length + length };
        else
            _pieces.Add(new(bytes, start, length, offset));
        start += length;
        return offset;
    }

    /// <summary>A cluster with data; its length is 0 if it stays uncompressed.</summary>
    private record struct Found(GuestCluster Guest, int PackedLength, uint Parts)
    {
        public readonly bool IsPacked => PackedLength > 0;

        public long Place { get; set; }
    }

    private readonly record struct Piece(byte[] Bytes, int Start, int Length, long Offset);
}
