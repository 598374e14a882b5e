using System.IO.Compression;

namespace Bq2.Image;

/// <summary>Raw deflate, which QCOW2 calls zlib.</summary>
internal sealed class DeflateCodec : ClusterCodec
{
    // Smaller than qemu-img's output, at a fraction of its time: bench/README.md has the figures.
    private const int Level = 2;

    private readonly DeflateEncoder _encoder = new(Level);
    private byte[] _packed = [];

    public override int Compress(ReadOnlySpan<byte> cluster, Span<byte> into)
    {
        int room = DeflateEncoder.MaxLength(cluster.Length);
        if (_packed.Length < room)
            _packed = new byte[room];

        int length = _encoder.Encode(cluster, _packed);
        if (length > into.Length)
            return 0;
        _packed.AsSpan(0, length).CopyTo(into);
        return length;
    }

    public override unsafe bool TryDecompress(ReadOnlySpan<byte> packed, Span<byte> cluster)
    {
        if (packed.IsEmpty)
            return false;

        fixed (byte* start = packed)
        {
            using var source = new UnmanagedMemoryStream(start, packed.Length);
            using var unpacker = new DeflateStream(source, CompressionMode.Decompress);
            try
            {
                return unpacker.ReadAtLeast(cluster, cluster.Length, throwOnEndOfStream: false) == cluster.Length;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }
}
