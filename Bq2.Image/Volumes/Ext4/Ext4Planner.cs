using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Bq2.Image;

/// <summary>
/// Lays out a tree as an ext4 volume: all folders first, then the journal, then all files in the tree's order, each contiguous. Only
/// metadata are made here, and inodes and attributes only when they are written; the files' bytes stay where they are.
/// </summary>
internal sealed partial class Ext4Planner
{
    private const string LostAndFound = "lost+found";
    private const int MaxLinks = 65_000;

    private readonly Ext4Options _options;
    private readonly byte[] _label = new byte[16];
    private readonly byte[] _uuid;
    private readonly byte[] _hashSeed;
    private readonly Ext4Checksum _checksum;

    private readonly TreeEntry _root;
    private readonly TreeEntry _lostAndFound;
    private readonly List<Ext4Folder> _folders = [];
    private readonly Dictionary<TreeEntry, Ext4Links> _links = [];

    // By inode number.
    private readonly List<Ext4Node> _nodes = [];
    private readonly List<Ext4Run> _runs = [];

    private Ext4Layout _layout = null!;
    private Regions? _regions;

    public Ext4Planner(Tree tree, Ext4Options options)
    {
        CheckOptions(options);
        if (options.Label is { } label)
            Encoding.UTF8.GetBytes(label, _label);

        // The hash decides how large folders are, so the size itself must not decide about the hash.
        byte[] seed = TreeSeed.Of(tree, options.Size, options.BlockSize);
        _uuid = (options.Uuid ?? DerivedId.Guid(seed, "ext4-uuid")).ToByteArray(bigEndian: true);
        _hashSeed = DerivedId.Guid(seed, "ext4-hash-seed").ToByteArray(bigEndian: true);
        _checksum = new(Ext4Checksum.SeedOf(_uuid));
        _options = options;
        _root = tree.Root;
        _lostAndFound = tree.Root.Find(LostAndFound) ?? new Tree().AddFolder(LostAndFound, new() { Mode = 0x1c0 });   // 0700
        if (!_lostAndFound.IsFolder)
            throw Failure.Of(VolumeFaults.Ext4Name, $"this must be a folder: e2fsck puts what it finds there", _lostAndFound.Path);
    }

    public Regions Regions => _regions!;

    private uint NextInode => (uint)_nodes.Count;

    private int BlockSize => _options.BlockSize;

    private Span<Ext4Node> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>Numbers all inodes; those of a folder's children follow each other.</summary>
    public void NumberInodes()
    {
        CollectionsMarshal.SetCount(_nodes, Ext4Inode.FirstUsual + 1);
        Nodes.Clear();
        Nodes[Ext4Inode.Journal].Links = Nodes[Ext4Inode.Resize].Links = 1;
        Nodes[Ext4Inode.Root].Entry = _root;
        Nodes[Ext4Inode.LostAndFound].Entry = _lostAndFound;
        var open = new Stack<(TreeEntry Entry, uint Inode, uint Parent)>([(_root, Ext4Inode.Root, Ext4Inode.Root)]);
        var below = new List<(TreeEntry Entry, uint Inode, uint Parent)>();
        while (open.TryPop(out var next))
        {
            NumberChildren(next.Entry, next.Inode, next.Parent, below);
            for (int i = below.Count - 1; i >= 0; i--)
                open.Push(below[i]);
            below.Clear();
        }
    }

    private void NumberChildren(TreeEntry entry, uint inode, uint parent, List<(TreeEntry Entry, uint Inode, uint Parent)> below)
    {
        var folder = new Ext4Folder(inode, parent, ChildrenOf(entry), NextInode);
        _folders.Add(folder);
        foreach (var child in folder.Children)
        {
            if (child.IsFolder)
                below.Add((child, child == _lostAndFound ? Ext4Inode.LostAndFound : Append(child), inode));
            else if (LinksOf(child) is { } links)
                links.AddName(this);
            else
                Append(child);
        }

        // Its own name, its ".", and the ".." of each folder in it.
        int refers = 2 + below.Count;
        Nodes[(int)inode].Links = refers < MaxLinks ? refers : 1;
    }

    private uint Append(TreeEntry entry)
    {
        if (_nodes.Count == int.MaxValue)
            throw Failure.Of(VolumeFaults.Ext4Size, $"the tree has more entries than an ext4 volume has inodes");
        _nodes.Add(new() { Entry = entry, Links = 1 });
        return NextInode - 1;
    }

    /// <summary>The root has lost+found, whether or not the tree has it.</summary>
    private TreeEntry[] ChildrenOf(TreeEntry folder)
    {
        var children = folder.Sorted();
        if (folder != _root || _root.Find(LostAndFound) is not null)
            return children;
        int place = Array.FindIndex(children, child => string.CompareOrdinal(child.Name, LostAndFound) > 0);
        return place < 0 ? [.. children, _lostAndFound] : [.. children[..place], _lostAndFound, .. children[place..]];
    }

    /// <summary>Null for a file that never had another name.</summary>
    private Ext4Links? LinksOf(TreeEntry entry)
    {
        if (entry.Original is null && !entry.HasOtherNames)
            return null;
        if (!_links.TryGetValue(entry.File, out var links))
            _links.Add(entry.File, links = new(entry.File));
        return links;
    }

    private static void CheckOptions(Ext4Options options)
    {
        if (options.BlockSize is < 1024 or > 4096 || !BitOperations.IsPow2(options.BlockSize))
            throw Failure.Of(VolumeFaults.Ext4Size, $"a block of {options.BlockSize:N0} bytes, not 1024, 2048 or 4096");
        if (options.ReservedPercent is < 0 or > 50)
            throw Failure.Of(VolumeFaults.Ext4Size, $"{options.ReservedPercent} percent reserved for root, not 0 to 50");
        if (options.Size < 0 || options.Inodes < 0)
            throw Failure.Of(VolumeFaults.Ext4Size, $"a size or number of inodes below zero");
        if (options.Label is { } label && (Encoding.UTF8.GetByteCount(label) > 16 || label.Contains('\0', StringComparison.Ordinal)))
            throw Failure.Of(VolumeFaults.Ext4Label, $"\"{label}\" is not valid: up to sixteen bytes of UTF-8 without NUL");
    }

    /// <summary>
    /// The names of a file that may have several. An inode counts up to 65,000 of them: further ones share a copy of the file.
    /// </summary>
    private sealed class Ext4Links(TreeEntry file)
    {
        private readonly List<uint> _inodes = [];
        private int _names;
        private int _given;

        public void AddName(Ext4Planner planner)
        {
            if (_names++ % MaxLinks == 0)
                _inodes.Add(planner.Append(file));
            else
                planner.Nodes[(int)_inodes[^1]].Links++;
        }

        /// <summary>The inode of the next name, and whether that is the name with which it was numbered.</summary>
        public (uint Inode, bool IsFirst) Next() => (_inodes[_given / MaxLinks], _given++ % MaxLinks == 0);
    }
}
