using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>All disks and partitions that the kernel has found until now.</summary>
internal static class DeviceList
{
    /// <summary>A number that changes when there are other devices.</summary>
    public static ulong Sum()
    {
        using var folder = Linux.Open("/sys/dev/block"u8, OpenFor.Listing);
        ulong sum = 1;
        var list = new FolderList(folder);
        while (list.MoveNext())
        {
            foreach (byte c in list.Name.Text)
                sum = sum * 31 + c;
        }

        return sum;
    }

    public static bool TryFind(in RootName name, out BlockDevice device)
    {
        if (name.Kind == RootKind.Path)
            return BlockDevice.TryOpen(CText.Join(name.Text), out device);

        using var folder = Linux.Open("/sys/dev/block"u8, OpenFor.Listing);
        var list = new FolderList(folder);
        while (list.MoveNext())
        {
            int mark = Memory.Mark;
            if (BlockDevice.TryParse(list.Name.Text, out device) && Matches(device, name, list.Name.Text) && HasNode(device))
                return true;
            Memory.ReturnTo(mark);
        }

        device = default;
        return false;
    }

    /// <summary>Tells what there is and by which names; false if there is nothing.</summary>
    public static bool Show()
    {
        using var folder = Linux.Open("/sys/dev/block"u8, OpenFor.Listing);
        bool any = false;
        var list = new FolderList(folder);
        while (list.MoveNext())
        {
            int mark = Memory.Mark;
            if (BlockDevice.TryParse(list.Name.Text, out var device) && device.Bytes > 0)
            {
                Show(device);
                any = true;
            }

            Memory.ReturnTo(mark);
        }

        return any;
    }

    private static bool Matches(BlockDevice device, in RootName name, ReadOnlySpan<byte> numbers)
    {
        switch (name.Kind)
        {
            case RootKind.Number:
                return name.Text.SequenceEqual(numbers);
            case RootKind.PartitionId:
                return DiskIds.Same(DeviceIds.OfPartition(device).PartitionId, name.Text);
            case RootKind.PartitionLabel:
                return DeviceIds.OfPartition(device).PartitionLabel.SequenceEqual(name.Text);
            case RootKind.FileSystemId:
                return !device.IsSlow && DiskIds.Same(DeviceIds.OfFileSystem(device).FileSystemId, name.Text);
            default:
                return !device.IsSlow && DeviceIds.OfFileSystem(device).FileSystemLabel.SequenceEqual(name.Text);
        }
    }

    // It comes a moment after the device itself.
    private static bool HasNode(BlockDevice device) => BlockDevice.TryOpen(device.Path, out _);

    private static void Show(BlockDevice device)
    {
        var partition = DeviceIds.OfPartition(device);
        var content = device.IsSlow ? default : DeviceIds.OfFileSystem(device);
        Fault.Say("  "u8).Add(device.Path).Add(" "u8).Add(device.Bytes >> 20).Add(" MiB"u8);
        Show(" PARTUUID="u8, partition.PartitionId);
        Show(" PARTLABEL="u8, partition.PartitionLabel);
        Show(" "u8, content.FileSystemType);
        Show(" UUID="u8, content.FileSystemId);
        Show(" LABEL="u8, content.FileSystemLabel);
        Console.EndLine(isError: true);
    }

    private static void Show(CText key, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return;
        Console.Say(key);
        Console.Write(value);
    }
}
