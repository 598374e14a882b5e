using System.Buffers;

namespace Bq2.Image;

internal sealed partial class Qcow2Reader
{
    private const int CachedBytes = 4 << 20;
    private const int MaxCachedClusters = 16;

    private void ReadPacked(in Qcow2Extent extent, int within, Span<byte> into)
    {
        if (into.Length == _cluster.Bytes)
        {
            Unpack(extent, into);
            return;
        }

        // Compressed bytes at one place do not change while anything points there.
        long place = extent.Place!.Value;
        ref var slot = ref _unpacked[place % _unpacked.Length];
        var cached = Volatile.Read(ref slot);
        if (cached is null || cached.Place != place || cached.PackedLength != extent.PackedLength)
        {
            cached = new(place, extent.PackedLength, new byte[_cluster.Bytes]);
            Unpack(extent, cached.Bytes);
            Volatile.Write(ref slot, cached);
        }

        cached.Bytes.AsSpan(within, into.Length).CopyTo(into);
    }

    private void Unpack(in Qcow2Extent extent, Span<byte> cluster)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(extent.PackedLength);
        var codec = _codecs.TryTake(out var kept) ? kept : ClusterCodec.For(_compression);
        try
        {
            // The last counted sector may extend past the end of the file; the compressed bytes do not.
            var packed = rented.AsSpan(0, (int)Math.Min(extent.PackedLength, _file.Length - extent.Place!.Value));
            _file.ReadAt(extent.Place.Value, packed);
            if (!codec.TryDecompress(packed, cluster))
            {
                long guest = _cluster.GuestAt(extent.Offset).Number;
                throw _file.Bad(ImageFaults.PackedCluster,
                    $"the guest's cluster {guest} cannot be decompressed: it is not {_compression} for {_cluster.Bytes:N0} bytes",
                    extent.Place.Value, Math.Min(16, extent.PackedLength));
            }
        }
        finally
        {
            _codecs.Add(codec);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A cluster that was decompressed for a part of it; the rest will probably be read next.</summary>
    private sealed record Unpacked(long Place, int PackedLength, byte[] Bytes);
}
