namespace Bq2.Image;

/// <summary>The bytes of a folder, and where in the volume each of its rows lies.</summary>
internal sealed record FatRows(byte[] Bytes, IReadOnlyList<FatRun> Runs, FatLayout Layout)
{
    public long PlaceOf(int row)
    {
        long offset = (long)row * FatDirectoryEntry.Size;
        foreach (var run in Runs)
        {
            long length = run.Count * Layout.ClusterSize;
            if (offset < length)
                return Layout.OffsetOf(run.First) + offset;
            offset -= length;
        }

        throw new ArgumentOutOfRangeException(nameof(row));
    }
}
