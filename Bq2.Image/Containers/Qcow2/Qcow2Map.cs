namespace Bq2.Image;

/// <summary>The pieces of a QCOW2 disk, and those of its backing file where the image has none.</summary>
internal static class Qcow2Map
{
    public static IEnumerable<MapPiece> Of(Qcow2Reader reader, long length)
    {
        var file = reader.FileWithHoles;
        using var below = reader.Backing?.MapPieces().GetEnumerator();
        bool more = below is not null && below.MoveNext();
        Qcow2Extent extent;
        for (long offset = 0; offset < length; offset = extent.End)
        {
            extent = reader.Mapping.ExtentAt(offset, length);
            if (extent.Kind != Qcow2Kind.Unallocated)
            {
                foreach (var piece in PiecesOf(extent, file))
                    yield return piece with { File = reader.DataPath };
                continue;
            }

            long done = extent.Offset;
            for (; more; more = below!.MoveNext())
            {
                var piece = below!.Current;
                if (Math.Min(piece.End, extent.End) is var end && end > done)
                {
                    yield return piece.Cut(done, end) with { Depth = piece.Depth + 1 };
                    done = end;
                }

                if (piece.End > extent.End)
                    break;
            }

            // After the end of the backing file, its own backing files do not count.
            if (done < extent.End)
            {
                var piece = MapPiece.Nowhere(done, extent.End - done, extent.Place + (done - extent.Offset));
                yield return piece with { File = reader.DataPath };
            }
        }
    }

    private static IEnumerable<MapPiece> PiecesOf(Qcow2Extent extent, Source? file)
    {
        var whole = PieceOf(extent);
        if (file is null || extent.Kind != Qcow2Kind.Data)
            return [whole];
        return Cut(whole, file);
    }

    /// <summary>Data in holes of the file read as zeros too.</summary>
    private static IEnumerable<MapPiece> Cut(MapPiece whole, Source file)
    {
        for (long start = whole.Start; start < whole.End;)
        {
            long place = whole.Offset!.Value + (start - whole.Start);
            var (isHole, end) = file.HoleAt(place);
            long stop = place >= file.Length ? whole.End : Math.Min(whole.End, start + (end - place));
            yield return whole.Cut(start, stop) with { Zero = isHole };
            start = stop;
        }
    }

    private static MapPiece PieceOf(in Qcow2Extent extent) => extent.Kind switch
    {
        Qcow2Kind.Zero => MapPiece.Hole(extent.Offset, extent.Length, extent.Place),
        Qcow2Kind.Compressed => MapPiece.Of(extent.Offset, extent.Length, null) with { Compressed = true },
        _ => MapPiece.Of(extent.Offset, extent.Length, extent.Place),
    };
}
