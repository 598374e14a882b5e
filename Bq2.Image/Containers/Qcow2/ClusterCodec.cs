namespace Bq2.Image;

/// <summary>
/// Packs clusters and unpacks them, each for itself. A codec keeps its working memory from one cluster to the next, so
/// one serves one thread.
/// </summary>
internal abstract class ClusterCodec : IDisposable
{
    public static ClusterCodec For(Qcow2Compression compression) => compression switch
    {
        Qcow2Compression.Zlib => new DeflateCodec(),
        Qcow2Compression.Zstd => new ZstdCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };

    /// <summary>Packs a cluster into at most the room there is. Says how long it came out; 0 where it does not fit.</summary>
    public abstract int Compress(ReadOnlySpan<byte> cluster, Span<byte> into);

    /// <summary>
    /// Fills a cluster from packed bytes, behind which others may follow: images say only in which sector they end.
    /// False where they are damaged or end too early.
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
