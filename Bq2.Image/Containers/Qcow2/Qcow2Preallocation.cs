namespace Bq2.Image;

/// <summary>
/// Detects images whose clusters were all mapped when they were made, so that their data may be holes of the file. The image does not
/// record it; this is QEMU's heuristic, which its maps depend on.
/// </summary>
internal static class Qcow2Preallocation
{
    /// <summary>The refcounts cover more clusters than the file system allocated, by a tenth and by two.</summary>
    public static bool IsLikely(Source file, Qcow2HeaderInfo head)
    {
        long room = file.AllocatedBytes / head.Cluster.Bytes;
        long enough = Math.Max(room * 10 / 9, room + 2), counted = 0;
        var counts = new Qcow2Counts(file, head, Qcow2RefcountTable.Read(file, head));
        for (long i = 0; i < head.Cluster.Holding(file.Length) && counted < enough; i++)
            counted += counts.Of(new(i)) > 0 ? 1 : 0;
        return counted >= enough;
    }
}
