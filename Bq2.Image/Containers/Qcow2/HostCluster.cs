namespace Bq2.Image;

/// <summary>A cluster of the image file. Not to be confused with a cluster of the guest's disk.</summary>
internal readonly record struct HostCluster(long Number)
{
    public static HostCluster operator +(HostCluster cluster, long count) => new(cluster.Number + count);

    public static long operator -(HostCluster cluster, HostCluster other) => cluster.Number - other.Number;
}
