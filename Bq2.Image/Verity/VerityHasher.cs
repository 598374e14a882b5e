using System.Buffers;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Hashes the blocks of a planned volume, on all cores. Holes are not read, and blocks of zeros not hashed again.</summary>
internal sealed class VerityHasher(Regions data, byte[] salt, byte[] zeroHash, byte[] hashes) : ChunkWorker
{
    private readonly RegionReader _reader = new(data);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);

    /// <summary>The hashes of all blocks, one behind the other.</summary>
    public static byte[] HashesOf(
        Regions data, byte[] salt, int? threads, IProgress<long>? progress, CancellationToken cancellation)
    {
        var zeroHash = new byte[Sha256Lanes.HashSize];
        Sha256Lanes.HashOne(salt, new byte[VerityTree.BlockSize], zeroHash);
        var hashes = new byte[checked((int)(data.Length / VerityTree.BlockSize * Sha256Lanes.HashSize))];
        for (int at = 0; at < hashes.Length; at += zeroHash.Length)
            zeroHash.CopyTo(hashes, at);
        Conveyor.Run(data.Chunks(Chunk.UsualSize), threads, () => new VerityHasher(data, salt, zeroHash, hashes), progress, cancellation);
        return hashes;
    }

    public override void Prepare(Chunk chunk)
    {
        var bytes = _buffer.AsSpan(0, chunk.Length);
        _reader.Read(chunk.Offset, bytes);
        var into = hashes.AsSpan((int)(chunk.Offset / VerityTree.BlockSize * zeroHash.Length));

        // Runs of blocks with and without data.
        for (int start = 0, end; start < bytes.Length; start = end)
        {
            bool isZero = IsZero(bytes, start);
            for (end = start + VerityTree.BlockSize; end < bytes.Length && IsZero(bytes, end) == isZero;)
                end += VerityTree.BlockSize;
            if (!isZero)
            {
                int first = start / VerityTree.BlockSize, count = (end - start) / VerityTree.BlockSize;
                Sha256Lanes.Hash(salt, bytes[start..end], VerityTree.BlockSize,
                    into.Slice(first * zeroHash.Length, count * zeroHash.Length));
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        base.Dispose(disposing);
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes, int start) =>
        !bytes.Slice(start, VerityTree.BlockSize).ContainsAnyExcept((byte)0);
}
