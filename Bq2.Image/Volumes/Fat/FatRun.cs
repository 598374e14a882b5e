namespace Bq2.Image;

/// <summary>A run of adjacent clusters in a chain; most chains are one run.</summary>
internal readonly record struct FatRun(FatCluster First, long Count);
