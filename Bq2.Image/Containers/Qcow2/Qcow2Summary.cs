namespace Bq2.Image;

/// <summary>The result of writing a QCOW2 image. Clusters count once, compressed or not.</summary>
public sealed record Qcow2Summary(long VirtualSize, long FileSize, long DataClusters, int ClusterSize);
