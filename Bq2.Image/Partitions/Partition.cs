namespace Bq2.Image;

/// <summary>
/// A partition to be: what it is for, and the volume in it, whose length, in whole mebibytes, is the partition's.
/// </summary>
public sealed record Partition(PartitionType Type, Regions Content)
{
    /// <summary>Up to 36 UTF-16 units; the type's name where none is given.</summary>
    public string? Name { get; init; }

    /// <summary>The bits that the specification of its type gives a meaning, such as 60: read-only.</summary>
    public ulong Attributes { get; init; }
}
