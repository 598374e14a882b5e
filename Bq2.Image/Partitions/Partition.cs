namespace Bq2.Image;

/// <summary>
/// A planned partition: its purpose, and the volume in it. The partition has the volume's length, rounded up to whole mebibytes.
/// </summary>
public sealed record Partition(PartitionType Type, Regions Content)
{
    /// <summary>Up to 36 UTF-16 units; by default the type's name.</summary>
    public string? Name { get; init; }

    /// <summary>Its own id; null to derive one from the type and the sizes of all partitions.</summary>
    public Guid? Id { get; init; }

    /// <summary>The attribute bits, with the meaning that its type gives them, such as 60: read-only.</summary>
    public ulong Attributes { get; init; }
}
