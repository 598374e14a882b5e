namespace Bq2.Image;

/// <summary>
/// Compresses and decompresses single clusters. A codec reuses its working memory, so
/// each thread needs its own.
/// </summary>
internal abstract class ClusterCodec : IDisposable
{
    public static ClusterCodec For(Qcow2Compression compression) => compression switch
    {
        Qcow2Compression.Zlib => new DeflateCodec(),
        Qcow2Compression.Zstd => new ZstdCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };

    /// <summary>Compresses a cluster into the given buffer; returns the compressed length, or 0 if it does not fit.</summary>
    public abstract int Compress(ReadOnlySpan<byte> cluster, Span<byte> into);

    /// <summary>
    /// Decompresses a cluster. Other bytes may follow the compressed ones: images record only the sector in which they end.
    /// False if they are damaged or end too early.
    /// </summary>
    public abstract bool TryDecompress(ReadOnlySpan<byte> packed, Span<byte> cluster);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
