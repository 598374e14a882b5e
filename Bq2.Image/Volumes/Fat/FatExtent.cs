namespace Bq2.Image;

/// <summary>A range of a volume, in bytes.</summary>
internal readonly record struct FatExtent(long Offset, long Length);
