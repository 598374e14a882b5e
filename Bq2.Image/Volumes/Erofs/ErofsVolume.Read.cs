using Bq2.Efi.Binary;

namespace Bq2.Image;

public sealed partial class ErofsVolume
{
    // As deep as a tree may be.
    private const int MaxDepth = 2048;

    private const int MaxTarget = 64 << 10;

    /// <inheritdoc/>
    public override IReadOnlyList<ErofsEntry> List(string path = "") =>
        List(Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path));

    /// <inheritdoc/>
    public override ErofsEntry? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return VolumeWalk.Follow(_root, path, Find);
    }

    /// <inheritdoc/>
    public override IEnumerable<ErofsEntry> Walk(string path = "")
    {
        ArgumentNullException.ThrowIfNull(path);
        return WalkBelow(path);
    }

    /// <inheritdoc/>
    public override Source OpenFile(VolumeEntry file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file is ErofsEntry { Kind: EntryKind.File } found ? _reader.OpenData(found.Node) : throw Missing("file", file.Path);
    }

    private IEnumerable<ErofsEntry> WalkBelow(string path)
    {
        var start = Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path);
        var seen = new HashSet<ulong> { start.Node.Nid };
        var below = VolumeWalk.Below(start, List, (entry, depth) =>
        {
            if (!seen.Add(entry.Node.Nid) || depth == MaxDepth)
            {
                throw _source.Bad(VolumeFaults.ErofsFolder,
                    $"{entry.Label} is in the volume twice, or more than {MaxDepth:N0} levels deep",
                    entry.Node.Offset, ErofsCompactInode.Size);
            }
        });
        foreach (var entry in below)
            yield return entry;
    }

    private List<ErofsEntry> List(ErofsEntry folder)
    {
        using var data = OpenFolder(folder);
        var entries = new List<ErofsEntry>();
        for (long at = 0; at < data.Length; at += _reader.BlockSize)
        {
            var block = new ErofsFolderBlock(data, folder.Label, at, _reader.BlockSize);
            for (int row = 0; row < block.Count; row++)
            {
                var name = block.NameOf(row);
                if (!IsDots(name))
                    entries.Add(ToEntry(folder.Path, ByteText.Decode(name), block.NidOf(row)));
            }
        }

        return entries;
    }

    private ErofsEntry? Find(ErofsEntry folder, string name)
    {
        if (!ByteText.IsValid(name))
            return null;
        byte[] wanted = ByteText.Encode(name);
        if (IsDots(wanted))
            return null;

        // The last block whose first name is not after the wanted one.
        using var data = OpenFolder(folder);
        long low = 0, high = Align.Units(data.Length, _reader.BlockSize) - 1;
        while (low < high)
        {
            long middle = low + (high - low + 1) / 2;
            if (BlockAt(middle).NameOf(0).SequenceCompareTo(wanted) <= 0)
                low = middle;
            else
                high = middle - 1;
        }

        if (high < 0)
            return null;
        var block = BlockAt(low);
        for (int row = 0; row < block.Count; row++)
        {
            if (block.NameOf(row).SequenceEqual(wanted))
                return ToEntry(folder.Path, name, block.NidOf(row));
        }

        return null;

        ErofsFolderBlock BlockAt(long number) => new(data, folder.Label, number * _reader.BlockSize, _reader.BlockSize);
    }

    // Nothing of an honest folder is longer than the volume.
    private Source OpenFolder(ErofsEntry folder) => folder.Node.Layout is ErofsDataLayout.Plain or ErofsDataLayout.Inline
        ? _reader.OpenData(folder.Node)
        : throw _source.Bad(VolumeFaults.ErofsFeature,
            $"{folder.Label} is compressed or in chunks, which is not supported for folders", folder.Node.Offset, ErofsCompactInode.Size);

    private ErofsEntry ToEntry(string folder, string name, ulong nid)
    {
        var inode = _reader.ReadInode(nid);
        return new(inode)
        {
            Name = name,
            Path = folder.Length == 0 ? name : $"{folder}/{name}",
            Kind = inode.Kind,
            Length = inode.Kind == EntryKind.File ? inode.Length : 0,
            Modified = inode.Time.ToDateTimeOffset(),
            Attributes = _reader.AttributesOf(inode),
            Target = inode.Kind == EntryKind.Link ? TargetOf(inode) : null,
            Device = inode.Kind is EntryKind.BlockDevice or EntryKind.CharacterDevice ? LinuxDevice.Decode(inode.Place) : null,
            Inode = inode.Links > 1 && inode.Kind != EntryKind.Folder ? (long)inode.Nid : null,
        };
    }

    private string TargetOf(ErofsInode inode)
    {
        if (inode.Length is 0 or > MaxTarget)
        {
            throw _source.Bad(VolumeFaults.ErofsInode,
                $"the target of link {inode.Nid} has {inode.Length:N0} bytes", inode.Offset, ErofsCompactInode.Size);
        }

        using var data = _reader.OpenData(inode);
        return ByteText.Decode(data.ReadBytes(0, (int)inode.Length));
    }

    private static bool IsDots(ReadOnlySpan<byte> name) => name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);
}
