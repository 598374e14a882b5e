using System.Buffers;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Copies a disk over an existing one.</summary>
public static class DiskCopy
{
    // Zeros are discarded in pieces of this size: whole clusters in nearly every image.
    private const int Piece = 64 << 10;

    /// <summary>
    /// Writes the bytes of <paramref name="source"/> to <paramref name="target"/>, and keeps what the target has after their end. Zeros are
    /// discarded, not written; and skipped altogether if the target is known to be all zeros. If interrupted or cancelled, the target is
    /// part old and part new.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Overwrite(
        WritableDisk target,
        Source source,
        bool targetIsZero = false,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        if (target.Length < source.Length)
        {
            throw target.Bad(ImageFaults.TargetTooSmall,
                $"the target has {target.Length:N0} bytes, and the source has {source.Length:N0}",
                "make it larger first");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk.UsualSize);
        try
        {
            long end = 0;
            foreach (var (offset, length) in source.DataRuns())
            {
                if (!targetIsZero && offset > end)
                    target.Discard(end, offset - end);
                end = offset + length;
                CopyRun(target, source, offset, end, buffer, targetIsZero, progress, cancellation);
            }

            if (!targetIsZero && source.Length > end)
                target.Discard(end, source.Length - end);
            progress?.Report(source.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CopyRun(
        WritableDisk target,
        Source source,
        long from,
        long to,
        byte[] buffer,
        bool targetIsZero,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        for (long offset = from; offset < to;)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = buffer.AsSpan(0, (int)(Math.Min(to, Align.Up(offset + 1, Chunk.UsualSize)) - offset));
            source.ReadAt(offset, bytes);
            Store(target, offset, bytes, targetIsZero);
            offset += bytes.Length;
            progress?.Report(offset);
        }
    }

    /// <summary>Writes the non-zero pieces, adjacent ones together.</summary>
    private static void Store(WritableDisk target, long offset, ReadOnlySpan<byte> bytes, bool targetIsZero)
    {
        while (bytes.Length > 0)
        {
            bool isZero = IsZero(bytes);
            int length = 0;
            while (length < bytes.Length && IsZero(bytes[length..]) == isZero)
                length += Math.Min(Piece, bytes.Length - length);
            if (!isZero)
                target.WriteAt(offset, bytes[..length]);
            else if (!targetIsZero)
                target.Discard(offset, length);
            bytes = bytes[length..];
            offset += length;
        }
    }

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes[..Math.Min(Piece, bytes.Length)].ContainsAnyExcept((byte)0);
}
