using System.Runtime.InteropServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>A volume's device path, and what it says about the disk.</summary>
internal static unsafe class VolumePath
{
    /// <summary>
    /// The device path of a file. A started program finds its volume by it, and some do not start without.
    /// </summary>
    public static PoolBuffer OfFile(Volume volume, ReadOnlySpan<byte> path, out EfiStatus status)
    {
        var device = Of(volume);
        if (device.IsEmpty)
        {
            status = Fault.Say(EfiStatus.Unsupported, "the volume that bq2 was started from has no device path"u8)
                .Try("update the firmware"u8);
            return default;
        }

        var name = Scratch.Chars(EfiPath.MaxPathLength);
        EfiPath.Write(path, name, out int length);   // the file was opened by that name
        name = name[..(length + 1)];

        var buffer = PoolBuffer.Allocate(FullPath.Length(device.Length, name), out status);
        if (!status.IsError)
            FullPath.Write(device, name, buffer.Bytes);
        return buffer;
    }

    /// <summary>The id of the volume's partition; false without a GPT.</summary>
    public static bool TryGetPartitionId(Volume volume, out EfiGuid id)
    {
        bool found = TryFindPartition(Of(volume), out _, out var partition);
        id = partition.Signature;
        return found;
    }

    /// <summary>
    /// The second boot volume that a disk may have: the partition of type XBOOTLDR. Firmware does not report types, so the disk's table is
    /// read.
    /// </summary>
    public static Volume OpenExtendedBoot(Volume esp)
    {
        var path = Of(esp);
        if (!TryFindPartition(path, out int diskLength, out var own))
            return default;

        var buffer = Scratch.Bytes(FullPath.MaxPathLength + HardDrivePath.Size + DevicePathNode.Size);
        path[..diskLength].CopyTo(buffer);
        MemoryMarshal.Write(buffer[diskLength..], DevicePathNode.End);
        if (!TryLocate<BlockIo>(buffer, out var disk)
            || !TryReadTable(disk, out var partition)
            || partition.Signature.Equals(own.Signature))
            return default;   // there is none, or it is the one that we came from

        MemoryMarshal.Write(buffer[diskLength..], partition);
        MemoryMarshal.Write(buffer[(diskLength + HardDrivePath.Size)..], DevicePathNode.End);
        return TryLocate<SimpleFileSystem>(buffer, out var device) ? Volume.Open(device, out _) : default;
    }

    private static bool TryReadTable(EfiHandle disk, out HardDrivePath partition)
    {
        partition = default;
        var blocks = Firmware.Open<BlockIo>(disk, out var status);
        if (status.IsError)
            return false;

        uint blockSize = blocks->Media->BlockSize;

        // The header, and after it the rows, which may end inside a block.
        var pages = Pages.Allocate(2ul * blockSize + DiskTable.MaxBytes, MemoryType.LoaderData, out status);
        if (status.IsError)
            return false;

        bool found = TryReadTable(blocks, pages.Start, blockSize, out partition);
        pages.Dispose();
        return found;
    }

    private static bool TryReadTable(BlockIo* blocks, byte* buffer, uint blockSize, out HardDrivePath partition)
    {
        partition = default;
        uint media = blocks->Media->MediaId;
        if (blockSize < DiskTable.Size || Firmware.Call(blocks, media, 1, blockSize, buffer, blocks->ReadBlocks).IsError)
            return false;

        var table = *(DiskTable*)buffer;
        uint length = (table.RowBytes + blockSize - 1) / blockSize * blockSize;
        buffer += blockSize;
        return length != 0
            && !Firmware.Call(blocks, media, table.RowsLba, length, buffer, blocks->ReadBlocks).IsError
            && DiskTableRow.TryFind(new(buffer, (int)table.RowBytes), table.RowSize, DiskTableRow.ExtendedBoot, out partition);
    }

    /// <summary>The handle with exactly that path.</summary>
    private static bool TryLocate<T>(Span<byte> path, out EfiHandle handle) where T : unmanaged, IEfiProtocol
    {
        var guid = T.Guid;
        EfiHandle found = default;
        fixed (byte* start = &MemoryMarshal.GetReference(path))
        {
            var rest = (DevicePathNode*)start;
            var status = Firmware.Call(&guid, &rest, &found, Firmware.Boot->LocateDevicePath);
            handle = found;
            return !status.IsError && rest->Type == DevicePathType.End;
        }
    }

    private static bool TryFindPartition(ReadOnlySpan<byte> path, out int diskLength, out HardDrivePath partition)
    {
        partition = default;
        for (diskLength = 0; diskLength < path.Length;)
        {
            var node = MemoryMarshal.Read<DevicePathNode>(path[diskLength..]);
            if (node.Type == DevicePathType.Media && node.SubType == DevicePathNode.HardDrive && node.Length == HardDrivePath.Size)
            {
                partition = MemoryMarshal.Read<HardDrivePath>(path[diskLength..]);
                return partition.SignatureType == HardDrivePath.SignatureIsGuid;
            }

            diskLength += node.Length;
        }

        return false;
    }

    /// <summary>Without its end node; empty if the volume has no path.</summary>
    private static ReadOnlySpan<byte> Of(Volume volume)
    {
        var start = Firmware.Open<DevicePathNode>(volume.Device, out var status);
        if (status.IsError)
            return default;

        var path = new ReadOnlySpan<byte>(start, FullPath.MaxPathLength);
        int length = FullPath.LengthWithoutEnd(path);
        return length < 0 ? default : path[..length];
    }
}
