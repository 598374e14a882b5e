namespace Bq2.Image;

/// <summary>Tells where the bytes of a disk lie.</summary>
public static class DiskMap
{
    /// <summary>All of the disk in order, neighbours of one kind together. Lazy, and holds one piece at a time.</summary>
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

        // Of a disk without a byte qemu-img says that too.
        yield return last ?? default;
    }
}
