namespace Bq2.Image;

/// <summary>Maps the bytes of a disk to places in its files.</summary>
public static class DiskMap
{
    /// <summary>The whole disk in order, adjacent pieces of one kind merged. Lazy: holds one piece at a time.</summary>
    public static IEnumerable<MapPiece> Of(Source disk)
    {
        MapPiece? last = null;
        foreach (var piece in disk.MapPieces())
        {
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
