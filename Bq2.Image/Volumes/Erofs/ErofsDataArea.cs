namespace Bq2.Image;

/// <summary>The blocks of a planned volume with the data of folders, links and files. The end of a last block is zeros.</summary>
internal sealed class ErofsDataArea : Content
{
    private readonly ErofsNode[] _nodes;
    private readonly long _start;

    // The numbers of the nodes that have blocks, sorted by them.
    private readonly int[] _order;

    public ErofsDataArea(ErofsNode[] nodes, uint firstBlock, long endBlock) : base(endBlock - firstBlock << ErofsBlock.Bits)
    {
        (_nodes, _start) = (nodes, (long)firstBlock << ErofsBlock.Bits);
        _order = [.. Enumerable.Range(0, nodes.Length).Where(index => nodes[index].Block != ErofsBlock.None)];
        uint[] blocks = Array.ConvertAll(_order, index => nodes[index].Block);
        Array.Sort(blocks, _order);
    }

    internal override void Read(long offset, Span<byte> into, OpenFile files)
    {
        for (int i = LastBeginningUpTo(offset); into.Length > 0; i++)
        {
            ref readonly var node = ref _nodes[_order[i]];
            long within = offset - PlaceOf(i);
            long end = i + 1 < _order.Length ? PlaceOf(i + 1) : Length;
            int whole = (int)Math.Min(into.Length, end - offset);
            int data = (int)Math.Clamp(node.BlockLength - within, 0, whole);
            if (data > 0)
                node.ReadBlocks(within, into[..data], files);
            into[data..whole].Clear();
            into = into[whole..];
            offset += whole;
        }
    }

    private long PlaceOf(int index) => ((long)_nodes[_order[index]].Block << ErofsBlock.Bits) - _start;

    private int LastBeginningUpTo(long offset)
    {
        int low = 0, high = _order.Length - 1;
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (PlaceOf(middle) <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
