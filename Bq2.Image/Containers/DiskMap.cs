namespace Bq2.Image;

/// <summary>Maps the bytes of a disk to places in its files.</summary>
public static class DiskMap
{
    /// <summary>The whole disk in order, adjacent pieces of one kind merged. Lazy: holds one piece at a time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled during the search for a piece.</exception>
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

        // For an empty disk qemu-img prints such a piece too.
        yield return last ?? default;
    }
}
