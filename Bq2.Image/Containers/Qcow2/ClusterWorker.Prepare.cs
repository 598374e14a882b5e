using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class ClusterWorker
{
    public override void Prepare(Chunk chunk)
    {
        // The disk may end inside a cluster, but a cluster is always written completely.
        var clusters = _whole.AsSpan(0, Align.Up(chunk.Length, _cluster.Bytes));
        _reader.Read(chunk.Offset, clusters[..chunk.Length]);
        clusters[chunk.Length..].Clear();

        _found.Clear();
        (_wholeLength, _packedLength) = (0, 0);
        var guest = _cluster.GuestAt(chunk.Offset);
        for (int start = 0; start < clusters.Length; start += _cluster.Bytes, guest += 1)
        {
            if (!clusters.Slice(start, _cluster.Bytes).ContainsAnyExcept((byte)0))
                continue;

            // Compression may move the uncompressed bytes, so find the subclusters first.
            uint parts = _cluster.HasParts ? PartsOf(clusters.Slice(start, _cluster.Bytes)) : uint.MaxValue;
            _found.Add(new(guest, PackOrKeep(clusters, start), parts));
        }
    }

    /// <summary>A bit for each subcluster that is not all zeros.</summary>
    private uint PartsOf(ReadOnlySpan<byte> cluster)
    {
        uint parts = 0;
        for (int part = 0; part < ClusterSize.PartsPerCluster; part++)
            parts |= cluster.Slice(part * _cluster.UnitBytes, _cluster.UnitBytes).ContainsAnyExcept((byte)0) ? 1U << part : 0;
        return parts;
    }

    /// <summary>Returns the compressed length, or 0 for a cluster that stays uncompressed; either way its bytes join their kind.</summary>
    private int PackOrKeep(Span<byte> clusters, int start)
    {
        var cluster = clusters.Slice(start, _cluster.Bytes);

        // A compressed cluster as long as an uncompressed one saves nothing, and readers do not expect it.
        int length = _codec?.Compress(cluster, _packed.AsSpan(_packedLength, _cluster.Bytes - 1)) ?? 0;
        _packedLength += length;
        if (length == 0)
        {
            if (_wholeLength != start)
                cluster.CopyTo(clusters[_wholeLength..]);
            _wholeLength += _cluster.Bytes;
        }

        return length;
    }
}
