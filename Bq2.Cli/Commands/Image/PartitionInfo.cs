using Bq2.Image;

namespace Bq2.Cli;

internal sealed record PartitionInfo(int Number, string Type, string? Name, Guid? Uuid, long Start, long Length)
{
    public static PartitionInfo Of(FoundPartition found) => found.Id == Guid.Empty
        ? new(found.Number, found.Type.Name, null, null, found.Offset, found.Length)
        : new(found.Number, found.Type.Name, found.Name, found.Id, found.Offset, found.Length);
}
