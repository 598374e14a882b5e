namespace Bq2.Image;

/// <summary>A cluster of the disk as the guest sees it. Never to be mixed with a place in the file.</summary>
internal readonly record struct GuestCluster(long Number)
{
    public static GuestCluster operator +(GuestCluster cluster, int count) => new(cluster.Number + count);
}
