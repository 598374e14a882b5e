using System.Text;

namespace Bq2.Image;

/// <summary>
/// Lays out a tree as an EROFS volume: the superblock's block, the inodes with the ends of files behind them, the shared attributes,
/// folders, and the files in the tree's order. Of files only the lengths, and the places of holes, are asked for.
/// </summary>
internal sealed partial class ErofsPlanner
{
    private const int MaxName = 255, MaxLabel = 16;
    private const uint FirstInodeBlock = 1;

    private readonly Tree _tree;
    private readonly ErofsOptions _options;
    private readonly ErofsXattrs _xattrs = new();
    private readonly Dictionary<TreeEntry, int> _named = [];
    private readonly byte[] _label;

    // Of all entries at first, then of as many as there are files.
    private ErofsNode[] _nodes;
    private int _count;
    private uint _inodeEnd;
    private uint _xattrBlock;
    private long _end;

    public ErofsPlanner(Tree tree, ErofsOptions options)
    {
        (_tree, _options) = (tree, options);
        _label = LabelOf(options.Label);
        _nodes = new ErofsNode[1 + tree.Walk().Count()];
    }

    /// <summary>
    /// Gives every file one node: folders in the order of their depth, the children of each one together. Of a file's names, the first
    /// makes its node.
    /// </summary>
    public void NumberNodes()
    {
        Add(_tree.Root, parent: 0);
        for (int folder = 0; folder < _count; folder++)
        {
            if (!_nodes[folder].Entry.IsFolder)
                continue;

            _nodes[folder].Links += 2;   // its name, and its "."
            foreach (var child in _nodes[folder].Entry.Sorted())
            {
                int index = Numbered(child) ?? Add(child.File, folder);
                _nodes[child.IsFolder ? folder : index].Links++;
            }
        }

        Array.Resize(ref _nodes, _count);
    }

    public void ShareXattrs()
    {
        foreach (ref var node in Nodes)
            _xattrs.Count(node.Entry);
        _xattrs.Share();
        foreach (ref var node in Nodes)
            node.XattrLength = _xattrs.LengthFor(node.Entry);
    }

    /// <summary>Finds the files that are stored in chunks, for their holes.</summary>
    public void FindHoles()
    {
        using var files = new OpenFile();
        foreach (ref var node in Nodes)
        {
            if (node.Entry.Content is { MayHaveHoles: true } content)
                node.Detail = ErofsChunks.Of(content, files);
        }
    }

    /// <summary>Compresses the other files, if asked to. One that fits into a block would gain nothing.</summary>
    public void CompressFiles()
    {
        if (_options.Lz4Level is not { } level)
            return;
        if (level is < 1 or > Lz4Encoder.MaxLevel)
            throw new ArgumentException($"the level is {level}, not 1 to {Lz4Encoder.MaxLevel}");

        int[] files = [.. Enumerable.Range(0, _count).Where(index =>
            _nodes[index] is { Detail: null, Entry.Content.Length: > ErofsBlock.Size })];
        using var packer = new ErofsPacker(level);
        var packed = packer.Pack([.. files.Select(index => _nodes[index].Entry.Content!)]);
        for (int i = 0; i < files.Length; i++)
            _nodes[files[i]].Detail = packed[i];
    }

    /// <summary>Everything about the nodes but their places.</summary>
    public void ShapeNodes()
    {
        foreach (ref var node in Nodes)
            Shape(ref node);
    }

    public void PlaceInodes()
    {
        var slots = new ErofsSlots(FirstInodeBlock);
        foreach (ref var node in Nodes)
            node.Nid = slots.Take(node.HeadLength + node.TailLength);
        _inodeEnd = slots.EndBlock;
    }

    /// <summary>Gives folders and links their blocks first, so that the names of a tree are read in one piece.</summary>
    public void PlaceData()
    {
        _xattrBlock = _inodeEnd;
        _end = _inodeEnd + ErofsBlock.Count(_xattrs.Shared.Length);
        foreach (ref var node in Nodes)
        {
            if (node.Entry.Content is null)
                Place(ref node);
        }

        foreach (ref var node in Nodes)
        {
            if (node.Entry.Content is not null)
                Place(ref node);
        }
    }

    private Span<ErofsNode> Nodes => _nodes;

    private int? Numbered(TreeEntry entry) =>
        entry.File.HasOtherNames && _named.TryGetValue(entry.File, out int index) ? index : null;

    private int Add(TreeEntry entry, int parent)
    {
        if (entry.HasOtherNames)
            _named.Add(entry, _count);
        _nodes[_count] = new() { Entry = entry, Parent = parent, Block = ErofsBlock.None };
        return _count++;
    }

    private void Place(ref ErofsNode node)
    {
        long blocks = ErofsBlock.Count(node.BlockLength);
        if (blocks == 0)
            return;
        if (blocks > ErofsBlock.None - _end)
        {
            throw Failure.Of(VolumeFaults.ErofsTooLarge,
                $"the content needs more than the {ErofsBlock.None:N0} blocks of {ErofsBlock.Size:N0} bytes that EROFS can number");
        }

        node.Block = (uint)_end;
        _end += blocks;
    }

    private static byte[] LabelOf(string? label)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(label ?? "");
        return bytes.Length <= MaxLabel && !bytes.AsSpan().Contains((byte)0) ? bytes
            : throw Failure.Of(VolumeFaults.ErofsLabel,
                $"the label \"{label}\" has {bytes.Length} bytes; EROFS stores up to {MaxLabel}, and no NUL");
    }
}
