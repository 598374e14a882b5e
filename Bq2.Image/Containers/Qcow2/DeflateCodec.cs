namespace Bq2.Image;

/// <summary>Raw deflate, which QCOW2 calls zlib.</summary>
internal sealed class DeflateCodec : ClusterCodec
{
    // Smaller than qemu-img's output, at a fraction of its time: bench/README.md has the figures.
    private const int Level = 2;

    private readonly DeflateEncoder _encoder = new(Level);
    private readonly Inflater _inflater = new();
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

    public override bool TryDecompress(ReadOnlySpan<byte> packed, Span<byte> cluster)
    {
        int length = 0;
        _inflater.Reset();
        return _inflater.Run(packed, out _, cluster, ref length) != InflateStatus.Damaged && length == cluster.Length;
    }
}
