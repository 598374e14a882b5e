using System.Buffers.Binary;
using Bq2.Efi;

namespace Bq2.Image;

public sealed partial class Ext4Volume
{
    // Deeper than any path that an operating system accepts.
    private const int MaxDepth = 1024;

    // A path that a program may use has so many bytes; a longer target leads nowhere.
    private const int MaxTarget = 4096;

    /// <inheritdoc/>
    public override string? ReadLabel() => _facts.Label;

    /// <inheritdoc/>
    public override IReadOnlyList<Ext4Entry> List(string path = "") =>
        List(Find(path) is { IsFolder: true } folder ? folder : throw Missing("folder", path));

    /// <inheritdoc/>
    public override Ext4Entry? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!ByteText.IsValid(path))
            return null;

        return VolumeWalk.Follow(ReadRoot(), path, Find);
    }

    /// <inheritdoc/>
    public override IEnumerable<Ext4Entry> Walk(string path = "")
    {
        ArgumentNullException.ThrowIfNull(path);
        return WalkBelow(path);
    }

    /// <inheritdoc/>
    public override Source OpenFile(VolumeEntry file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file is not Ext4Entry { Kind: EntryKind.File } found)
            throw Missing("file", file.Path);
        return ContentOf(found.Stored, found.Label);
    }

    private Source ContentOf(Ext4StoredInode inode, string label)
    {
        if (inode.Has(Ext4InodeFlags.Encrypted))
            throw Encrypted(inode, label);
        if (inode.Has(Ext4InodeFlags.InlineData))
            return Source.FromBytes(InlineContent(inode, label), _source.Path);
        long length = inode.Fields.Length;
        if (length < 0 || length > (long)uint.MaxValue * _facts.BlockSize)
            throw _source.Bad(VolumeFaults.Ext4Structure, $"{label} has {length:N0} bytes", inode.Offset + 4, sizeof(uint));
        return new Ext4FileSource(_source, _facts.BlockSize, Ext4MapReader.Read(_source, _facts, inode), length);
    }

    private byte[] InlineContent(Ext4StoredInode inode, string label)
    {
        var rest = new Ext4XattrReader(_source, _facts, _doubts, inode).Read().GetValueOrDefault(Ext4XattrName.InlineData, []);
        byte[] whole = [.. inode.BlockMap, .. rest];
        return inode.Fields.Length is var length && length >= 0 && length <= whole.Length ? whole[..(int)length]
            : throw _source.Bad(VolumeFaults.Ext4Structure,
                $"{label} has {length:N0} bytes, but its inode only {whole.Length:N0} of them", inode.Offset + 4, sizeof(uint));
    }

    private IEnumerable<Ext4Entry> WalkBelow(string path)
    {
        var start = Find(path) is { IsFolder: true } found ? found : throw Missing("folder", path);
        var seen = new HashSet<long> { start.Stored.Number };
        var below = VolumeWalk.Below(start, List, (_, depth) =>
        {
            if (depth == MaxDepth)
                throw _source.Bad(VolumeFaults.Ext4FolderLoop, $"folders are nested more than {MaxDepth:N0} levels deep");
        });
        foreach (var entry in below)
        {
            // Not handed out a second time.
            if (entry.IsFolder && !seen.Add(entry.Stored.Number))
            {
                throw _source.Bad(VolumeFaults.Ext4FolderLoop,
                    $"{entry.Path} is another folder, or one of its own parents", entry.Stored.Offset, 2);
            }

            yield return entry;
        }
    }

    private List<Ext4Entry> List(Ext4Entry folder)
    {
        var entries = new List<Ext4Entry>();
        foreach (var name in NamesIn(folder))
        {
            if (Entry(folder, name) is { } entry)
                entries.Add(entry);
        }

        return entries;
    }

    private Ext4Entry? Find(Ext4Entry folder, string name)
    {
        byte[] wanted = ByteText.Encode(name);
        foreach (var found in NamesIn(folder))
        {
            if (found.Bytes.AsSpan().SequenceEqual(wanted))
                return Entry(folder, found);
        }

        return null;
    }

    private IEnumerable<Ext4Name> NamesIn(Ext4Entry folder)
    {
        if (folder.Stored.Has(Ext4InodeFlags.Encrypted))
        {
            _doubts.Add(Encrypted(folder.Stored, folder.Label));
            return [];
        }

        var inline = folder.Stored.Has(Ext4InodeFlags.InlineData)
            ? new Ext4XattrReader(_source, _facts, _doubts, folder.Stored).Read() : EntryAttributes.Usual.Xattrs;
        return new Ext4FolderReader(_source, _facts, _doubts, folder.Stored).Names(inline);
    }

    private Ext4Entry ReadRoot()
    {
        var inode = _inodes.Read(Ext4Inode.Root, Ext4SuperBlock.Offset);
        return inode.Kind == EntryKind.Folder ? Entry("", "", inode, EntryKind.Folder, target: null)
            : throw _source.Bad(VolumeFaults.Ext4Structure,
                $"the root has the mode 0x{inode.Fields.Mode:x4}, not that of a folder", inode.Offset, 2);
    }

    /// <summary>Null, with a fault, for a name whose inode cannot be right.</summary>
    private Ext4Entry? Entry(Ext4Entry folder, Ext4Name name)
    {
        string text = ByteText.Decode(name.Bytes), path = folder.Path.Length == 0 ? text : $"{folder.Path}/{text}";
        try
        {
            var inode = _inodes.Read(name.Inode, name.Place);
            if (inode.Kind is { } kind)
                return Entry(text, path, inode, kind, kind == EntryKind.Link ? TargetOf(inode, path) : null);
            _doubts.Add(_source.Bad(VolumeFaults.Ext4Structure,
                $"{path} has the mode 0x{inode.Fields.Mode:x4}, which is of no kind", inode.Offset, 2));
        }
        catch (FaultException bad) when (IsOfOneFile(bad.Fault.Kind))
        {
            _doubts.Add(bad);
        }

        return null;
    }

    private static bool IsOfOneFile(FaultCode code) =>
        code == VolumeFaults.Ext4Structure || code == VolumeFaults.Ext4Checksum || code == VolumeFaults.Ext4Encrypted;

    private Ext4Entry Entry(string name, string path, Ext4StoredInode inode, EntryKind kind, string? target)
    {
        var fields = inode.Fields;
        var xattrs = new Ext4XattrReader(_source, _facts, _doubts, inode).Read();
        return new()
        {
            Name = name,
            Path = path,
            Kind = kind,
            Length = kind == EntryKind.File ? Math.Max(0, fields.Length) : 0,
            Modified = inode.Modified.ToDateTimeOffset(),
            Links = fields.Links,
            Inode = kind != EntryKind.Folder && fields.Links > 1 ? inode.Number : null,
            Stored = inode,
            Device = kind is EntryKind.BlockDevice or EntryKind.CharacterDevice ? DeviceOf(inode) : null,
            Target = target,
            Attributes = new()
            {
                Mode = fields.Mode & EntryAttributes.ModeMask,
                User = fields.UserLow | (uint)fields.UserHigh << 16,
                Group = fields.GroupLow | (uint)fields.GroupHigh << 16,
                Time = inode.Modified,
                Xattrs = xattrs.ContainsKey(Ext4XattrName.InlineData)
                    ? xattrs.Where(each => each.Key != Ext4XattrName.InlineData).ToDictionary() : xattrs,
            },
        };
    }

    private static DeviceNumber DeviceOf(Ext4StoredInode inode)
    {
        uint old = BinaryPrimitives.ReadUInt32LittleEndian(inode.BlockMap);
        uint wide = BinaryPrimitives.ReadUInt32LittleEndian(inode.BlockMap[4..]);
        return old != 0 ? new(old >> 8 & 0xff, old & 0xff) : LinuxDevice.Decode(wide);
    }

    /// <summary>A short target is in place of the block map.</summary>
    private string TargetOf(Ext4StoredInode inode, string path)
    {
        long length = inode.Fields.Length, attributeSectors = inode.Fields.AttributeBlock == 0 ? 0 : _facts.BlockSize / 512;
        bool isShort = length < Ext4Inode.BlockMapSize && inode.Fields.BlocksLow <= attributeSectors
            && (inode.Fields.Flags & (Ext4InodeFlags.Extents | Ext4InodeFlags.InlineData | Ext4InodeFlags.Encrypted)) == 0;
        if (length is < 1 or > MaxTarget)
            throw _source.Bad(VolumeFaults.Ext4Structure, $"the target of {path} has {length:N0} bytes", inode.Offset + 4, sizeof(uint));
        byte[] target = isShort ? inode.BlockMap[..(int)length].ToArray() : ContentOf(inode, path).ReadBytes(0, (int)length);
        return !target.Contains((byte)0) ? ByteText.Decode(target)
            : throw _source.Bad(VolumeFaults.Ext4Structure, $"the target of {path} contains NUL", inode.Offset + 4, sizeof(uint));
    }

    private FaultException Encrypted(Ext4StoredInode inode, string label) =>
        _source.Bad(VolumeFaults.Ext4Encrypted, $"{label} is encrypted", inode.Offset + 32, sizeof(uint));
}
