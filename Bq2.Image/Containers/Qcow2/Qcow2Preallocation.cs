namespace Bq2.Image;

/// <summary>
/// Tells images whose clusters were all mapped when they were made, and whose data may therefore be holes of the file.
/// Nothing in them says so; this is how QEMU guesses, and what its maps depend on.
/// </summary>
internal static class Qcow2Preallocation
{
    /// <summary>More clusters are counted, by a tenth and by two, than the file system gave room for.</summary>
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
