using Bq2.Efi.Binary;

namespace Bq2.Image;

internal sealed partial class Ext4Planner
{
    // As in mke2fs, so that e2fsck need not allocate blocks of a damaged volume to put files there.
    private const int LostAndFoundLength = 16 << 10;

    /// <summary>Writes the folders, which do not depend on the size of the volume.</summary>
    public void WriteFolders()
    {
        var writer = new Ext4FolderWriter(BlockSize, _checksum, new(_hashSeed));
        foreach (var folder in _folders)
        {
            writer.Start();
            uint next = folder.FirstChild;
            foreach (var child in folder.Children)
                AddName(writer, child, ref next);
            folder.Bytes = writer.ToBytes(folder.Inode, folder.Parent,
                folder.Inode == Ext4Inode.LostAndFound ? LostAndFoundLength : 0);
            folder.IsIndexed = writer.IsIndexed;
            SetRun(folder.Inode, folder.Bytes.Length);
        }
    }

    /// <summary>Finds the runs of blocks that files need.</summary>
    public void CutFiles()
    {
        using var files = new OpenFile();
        for (uint inode = Ext4Inode.FirstUsual + 1; inode < NextInode; inode++)
        {
            var entry = Nodes[(int)inode].Entry!;
            if (entry.Kind == EntryKind.Link)
                SetRun(inode, LengthOfSlow(entry));
            else if (entry.Content is { } content)
                SetRuns(inode, entry, content, files);
            else if (entry.Device is { } device)
                CheckDevice(entry, device);
        }
    }

    private static void CheckDevice(TreeEntry entry, DeviceNumber device)
    {
        if (device is not { Major: <= LinuxDevice.MaxMajor, Minor: <= LinuxDevice.MaxMinor })
        {
            throw Failure.Of(VolumeFaults.Ext4Attribute,
                $"the device has the numbers {device.Major}, {device.Minor}, but ext4 keeps up to 4095, 1048575", entry.Path);
        }
    }

    /// <summary>A block map has room for a short target; it has no block then.</summary>
    private int LengthOfSlow(TreeEntry link)
    {
        int length = ByteText.Encode(link.Target!).Length;
        if (length >= BlockSize)
        {
            throw Failure.Of(VolumeFaults.Ext4Name,
                $"the target of the link has {length:N0} bytes, but ext4 keeps up to {BlockSize - 1:N0}", link.Path);
        }

        return length < Ext4Inode.BlockMapSize ? 0 : length;
    }

    private void AddName(Ext4FolderWriter writer, TreeEntry child, ref uint next)
    {
        uint inode;
        if (child == _lostAndFound)
            inode = Ext4Inode.LostAndFound;
        else if (LinksOf(child) is { } links)
        {
            (inode, bool isFirst) = links.Next();
            next += isFirst ? 1u : 0;
        }
        else
            inode = next++;
        writer.Add(child.Name, Ext4Kind.TypeOf(child.File.Kind), inode);
    }

    private void SetRuns(uint inode, TreeEntry entry, Content content, OpenFile files)
    {
        if (Align.Units(content.Length, BlockSize) >= uint.MaxValue)
        {
            throw Failure.Of(VolumeFaults.Ext4Size,
                $"the file has {content.Length:N0} bytes, but ext4 keeps up to {uint.MaxValue:N0} blocks of {BlockSize:N0}", entry.Path);
        }

        if (!content.MayHaveHoles)
        {
            SetRun(inode, content.Length);
            return;
        }

        int first = _runs.Count;
        foreach (var (offset, length) in content.DataRuns(files))
            AddRun(first, offset / BlockSize, Align.Units(offset + length, BlockSize));
        ref var node = ref Nodes[(int)inode];
        (node.FirstRun, node.RunCount) = (first, _runs.Count - first);
    }

    /// <summary>Adds whole blocks to a file's runs; data that end and begin in the same block are one run.</summary>
    private void AddRun(int first, long start, long end)
    {
        if (_runs.Count > first && _runs[^1].End >= start)
            _runs[^1] = _runs[^1].To(Math.Max(end, _runs[^1].End));
        else if (end > start)
            _runs.Add(new((uint)start, (uint)(end - start)));
    }


    private void SetRun(uint inode, long length)
    {
        ref var node = ref Nodes[(int)inode];
        (node.FirstRun, node.RunCount) = (_runs.Count, length > 0 ? 1 : 0);
        if (length > 0)
            _runs.Add(new(0, (uint)Align.Units(length, BlockSize)));
    }
}
