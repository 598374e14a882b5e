namespace Bq2.Image;

/// <summary>Clusters of a chain that are neighbours, which is what chains are made of nearly always.</summary>
internal readonly record struct FatRun(FatCluster First, long Count);
