using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>
/// The blocks with the inodes of a planned volume, each with its attributes and what else stands behind it. They are made when they are
/// written, since they have the ends of files in them.
/// </summary>
internal sealed class ErofsInodeTable : Content
{
    private const int Brief = 512;

    private readonly ErofsNode[] _nodes;
    private readonly ErofsXattrs _xattrs;
    private readonly UnixTime _time;
    private readonly long _start;

    // The numbers of the nodes, sorted by their inodes' places.
    private readonly int[] _order;

    public ErofsInodeTable(ErofsNode[] nodes, ErofsXattrs xattrs, UnixTime time, uint firstBlock, uint endBlock)
        : base((long)(endBlock - firstBlock) << ErofsBlock.Bits)
    {
        (_nodes, _xattrs, _time, _start) = (nodes, xattrs, time, (long)firstBlock << ErofsBlock.Bits);
        uint[] places = Array.ConvertAll(nodes, node => node.Nid);
        _order = [.. Enumerable.Range(0, nodes.Length)];
        Array.Sort(places, _order);
    }

    internal override void Read(long offset, Span<byte> into, OpenFile files)
    {
        into.Clear();
        long end = offset + into.Length;
        for (int i = FirstEndingAfter(offset); i < _order.Length && PlaceOf(i) < end; i++)
            Write(_order[i], PlaceOf(i) - offset, into, files);
    }

    private long PlaceOf(int index) => ((long)_nodes[_order[index]].Nid << ErofsBlock.SlotBits) - _start;

    private int FirstEndingAfter(long offset)
    {
        int low = 0, high = _order.Length;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            ref readonly var node = ref _nodes[_order[middle]];
            if (PlaceOf(middle) + node.HeadLength + node.TailLength > offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Writes what lies inside <paramref name="into"/> of an inode that begins at a place, which may be before it.</summary>
    private void Write(int index, long place, Span<byte> into, OpenFile files)
    {
        ref readonly var node = ref _nodes[index];
        if (place + node.HeadLength > 0)
        {
            Span<byte> head = node.HeadLength <= Brief ? stackalloc byte[node.HeadLength] : new byte[node.HeadLength];
            WriteHead(node, index, head);
            int from = (int)Math.Max(0, -place), to = (int)Math.Min(head.Length, into.Length - place);
            head[from..to].CopyTo(into[(int)(place + from)..]);
        }

        long tail = place + node.HeadLength;
        long start = Math.Max(0, tail), end = Math.Min(into.Length, tail + node.TailLength);
        if (start < end)
            node.ReadTail(start - tail, into[(int)start..(int)end], files);
    }

    private void WriteHead(in ErofsNode node, int index, Span<byte> head)
    {
        head.Clear();
        if (node.IsExtended)
            MemoryMarshal.Write(head, Extended(node, index));
        else
            MemoryMarshal.Write(head, Compact(node, index));
        if (node.XattrLength > 0)
            _xattrs.Write(node.Entry, head[node.CoreLength..]);
    }

    private static ErofsCompactInode Compact(in ErofsNode node, int index) => new()
    {
        Format = new(isExtended: false, node.Layout),
        XattrCount = XattrCount(node),
        Mode = ModeOf(node),
        Links = (ushort)node.Links,
        Length = (uint)node.Length,
        Place = PlaceFieldOf(node),
        Number = (uint)index + 1,
        User = (ushort)node.Entry.Attributes.User,
        Group = (ushort)node.Entry.Attributes.Group,
    };

    private ErofsExtendedInode Extended(in ErofsNode node, int index)
    {
        var time = node.Entry.Attributes.Time ?? _time;
        return new()
        {
            Format = new(isExtended: true, node.Layout),
            XattrCount = XattrCount(node),
            Mode = ModeOf(node),
            Length = (ulong)node.Length,
            Place = PlaceFieldOf(node),
            Number = (uint)index + 1,
            User = node.Entry.Attributes.User,
            Group = node.Entry.Attributes.Group,
            Time = time.Seconds,
            Nanoseconds = (uint)time.Nanoseconds,
            Links = node.Links,
        };
    }

    private static ushort ModeOf(in ErofsNode node) => (ushort)(UnixKind.BitsOf(node.Entry.Kind) | node.Entry.Mode);

    // The header counts as one unit, whatever its length.
    private static ushort XattrCount(in ErofsNode node) =>
        node.XattrLength == 0 ? (ushort)0 : (ushort)(1 + (node.XattrLength - ErofsXattrHeader.Size) / ErofsXattrEntry.Unit);

    private static uint PlaceFieldOf(in ErofsNode node) =>
        node.Entry.Device is { } device ? LinuxDevice.Encode(device)
        : node.Detail is ErofsChunks chunks ? (uint)chunks.Bits
        : node.Detail is ErofsPackedFile packed ? (uint)packed.Blocks
        : node.Block;
}
