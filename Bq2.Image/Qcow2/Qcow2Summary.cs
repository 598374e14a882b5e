namespace Bq2.Image;

/// <summary>What a QCOW2 image came to.</summary>
public sealed record Qcow2Summary(long VirtualSize, long FileSize, long DataClusters, int ClusterSize);
