namespace Bq2.Image;

/// <summary>What a QCOW2 image came to. Clusters count once, packed or not.</summary>
public sealed record Qcow2Summary(long VirtualSize, long FileSize, long DataClusters, int ClusterSize);
