using Bq2.Bench.Whole;

namespace Bq2.Bench.Peers;

/// <summary>What is packed: the assemblies beside this one, as the clusters of a disk would hold them.</summary>
internal static class Samples
{
    public const int ClusterLength = 65536;

    public static byte[][] Clusters() =>
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Bq2.*.dll").Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllBytes(file).Chunk(ClusterLength))
            .Where(cluster => cluster.Length == ClusterLength)
            .Take(Brief.Or(1, 32)),
    ];
}
