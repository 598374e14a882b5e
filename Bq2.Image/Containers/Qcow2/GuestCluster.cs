namespace Bq2.Image;

/// <summary>A cluster of the disk as the guest sees it. Not to be confused with a cluster in the file.</summary>
internal readonly record struct GuestCluster(long Number)
{
    public static GuestCluster operator +(GuestCluster cluster, int count) => new(cluster.Number + count);
}
