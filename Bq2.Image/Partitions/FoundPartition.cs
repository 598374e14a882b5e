namespace Bq2.Image;

/// <summary>A partition found on a disk.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="Type">The purpose.</param>
/// <param name="Id">Its unique id; none in an MBR.</param>
/// <param name="Name">Its label in the table; none in an MBR.</param>
/// <param name="Offset">Its first byte on the disk.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Attributes">The attribute bits, with the meaning that its type gives them.</param>
public sealed record FoundPartition(
    int Number, PartitionType Type, Guid Id, string Name, long Offset, long Length, ulong Attributes);
