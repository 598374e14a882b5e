namespace Bq2.Image;

/// <summary>Tells where the bytes of a disk lie.</summary>
public static class DiskMap
{
    /// <summary>All of the disk in order, neighbours of one kind together. Lazy, and holds one piece at a time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled while a piece was looked for.</exception>
    public static IEnumerable<MapPiece> Of(Source disk, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return Pieces(disk, cancellation);
    }

    private static IEnumerable<MapPiece> Pieces(Source disk, CancellationToken cancellation)
    {
        MapPiece? last = null;
        foreach (var piece in disk.MapPieces())
        {
            cancellation.ThrowIfCancellationRequested();
            if (last is { } before && before.GoesOnIn(piece))
            {
                last = before with { Length = before.Length + piece.Length };
                continue;
            }

            if (last is { } done)
                yield return done;
            last = piece;
        }

        // Of a disk without a byte qemu-img says that too.
        yield return last ?? default;
    }
}
