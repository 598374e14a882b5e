using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>By what names a device may be asked for.</summary>
internal readonly ref struct DeviceIds
{
    public ReadOnlySpan<byte> PartitionId { get; private init; }

    public ReadOnlySpan<byte> PartitionLabel { get; private init; }

    public ReadOnlySpan<byte> FileSystemId { get; private init; }

    public ReadOnlySpan<byte> FileSystemLabel { get; private init; }

    public ReadOnlySpan<byte> FileSystemType { get; private init; }

    /// <summary>Those of the partition.</summary>
    public static DeviceIds OfPartition(BlockDevice device)
    {
        if (!device.TryGetDisk(out var disk))
            return default;

        var id = new Utf8Writer(Memory.Take(40));
        var label = new Utf8Writer(Memory.Take(36 * 3));
        using var file = Linux.Open(disk.Path);
        if (file.IsOpen && PartitionTable.TryRead(file, out var table))
        {
            table.WriteId(device.PartitionNumber, ref id);
            table.WriteLabel(device.PartitionNumber, ref label);
        }

        return new() { PartitionId = id.Length > 0 ? id.Written : device.ToldId, PartitionLabel = label.Written };
    }

    /// <summary>Those of the file system.</summary>
    public static DeviceIds OfFileSystem(BlockDevice device)
    {
        var mark = FileSystemMark.Read(device.ReadStart());
        var id = new Utf8Writer(Memory.Take(40));
        DiskIds.WriteUuid(mark.Id, ref id);
        return new() { FileSystemId = id.Written, FileSystemLabel = mark.Label, FileSystemType = mark.Type };
    }
}
