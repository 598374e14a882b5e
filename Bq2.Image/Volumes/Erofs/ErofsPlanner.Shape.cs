namespace Bq2.Image;

internal sealed partial class ErofsPlanner
{
    private void Shape(ref ErofsNode node)
    {
        var entry = node.Entry;
        if (entry.IsFolder)
            node.Length = FolderLength(entry);
        else if (entry.Target is { } target)
            node.Detail = ByteText.Encode(target);
        else if (entry.Device is { } device)
            CheckDevice(entry, device);
        if (node.Detail is byte[] bytes)
            node.Length = bytes.Length;
        node.Length = entry.Content?.Length ?? node.Length;

        node.IsExtended = NeedsLongForm(node);
        node.Layout = LayoutOf(node);
    }

    /// <summary>The choice of mkfs.erofs: the short form if all numbers fit into it, and the time is that of the volume.</summary>
    private bool NeedsLongForm(in ErofsNode node)
    {
        var attributes = node.Entry.Attributes;
        return node.Length > uint.MaxValue || node.Links > ushort.MaxValue
            || attributes.User > ushort.MaxValue || attributes.Group > ushort.MaxValue
            || TimeOf(node.Entry) != _options.Time;
    }

    private UnixTime TimeOf(TreeEntry entry) => entry.Attributes.Time ?? _options.Time;

    /// <summary>The end of the data stands behind the inode if both fit into a block.</summary>
    private static ErofsDataLayout LayoutOf(in ErofsNode node)
    {
        if (node.Detail is ErofsChunks)
            return ErofsDataLayout.Chunks;
        if (node.Detail is ErofsPackedFile)
            return ErofsDataLayout.CompressedCompact;
        long tail = node.Length % ErofsBlock.Size;
        return tail > 0 && node.HeadLength + tail <= ErofsBlock.Size ? ErofsDataLayout.Inline : ErofsDataLayout.Plain;
    }

    /// <summary>The length of a folder's entries, before the numbers in them are known.</summary>
    private static int FolderLength(TreeEntry folder)
    {
        var writer = new ErofsFolderWriter(self: 0, parent: 0);
        foreach (var child in folder.Sorted())
            writer.Add(NameOf(child), nid: 0, ErofsFileType.Unknown);
        return writer.ToBytes().Length;
    }

    private static byte[] NameOf(TreeEntry entry)
    {
        byte[] name = ByteText.Encode(entry.Name);
        return name.Length <= MaxName ? name
            : throw Failure.Of(VolumeFaults.ErofsCannotStore, $"the name has {name.Length} bytes, more than {MaxName}", entry.Path);
    }

    private static void CheckDevice(TreeEntry entry, DeviceNumber device)
    {
        if (device.Major > LinuxDevice.MaxMajor || device.Minor > LinuxDevice.MaxMinor)
        {
            throw Failure.Of(VolumeFaults.ErofsCannotStore,
                $"the device has the number {device.Major}:{device.Minor}, the highest is {LinuxDevice.MaxMajor}:{LinuxDevice.MaxMinor}",
                entry.Path);
        }
    }
}
