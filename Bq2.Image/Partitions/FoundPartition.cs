namespace Bq2.Image;

/// <summary>A partition that a disk has.</summary>
/// <param name="Number">As everybody counts them, from 1.</param>
/// <param name="Type">What it is for.</param>
/// <param name="Id">Its own id; an MBR gives none.</param>
/// <param name="Name">Its label in the table; an MBR has none.</param>
/// <param name="Offset">Its first byte on the disk.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Attributes">The bits that the specification of its type gives a meaning.</param>
public sealed record FoundPartition(
    int Number, PartitionType Type, Guid Id, string Name, long Offset, long Length, ulong Attributes);
