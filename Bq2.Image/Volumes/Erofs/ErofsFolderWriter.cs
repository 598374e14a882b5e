using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// Writes the entries of a folder, which come sorted by the bytes of their names. The first name of each block is all that a search needs
/// to find the block.
/// </summary>
internal sealed class ErofsFolderWriter
{
    private static readonly byte[] s_self = [(byte)'.'], s_parent = [(byte)'.', (byte)'.'];

    private readonly List<(byte[] Name, uint Nid, ErofsFileType Type)> _rows = [];

    public ErofsFolderWriter(uint self, uint parent)
    {
        _rows.Add((s_self, self, ErofsFileType.Folder));
        _rows.Add((s_parent, parent, ErofsFileType.Folder));
    }

    public void Add(byte[] name, uint nid, ErofsFileType type)
    {
        // Those before the dots, such as "-" and "#".
        int place = _rows.Count;
        while (place > 0 && name.AsSpan().SequenceCompareTo(_rows[place - 1].Name) < 0)
            place--;
        _rows.Insert(place, (name, nid, type));
    }

    /// <summary>The bytes of a folder with some children. Entries without a nid are written with 0.</summary>
    public byte[] ToBytes()
    {
        var blocks = new List<(int First, int End, int Length)>();
        for (int first = 0; first < _rows.Count; first = blocks[^1].End)
            blocks.Add(BlockFrom(first));

        var bytes = new byte[(blocks.Count - 1) * ErofsBlock.Size + blocks[^1].Length];
        for (int i = 0; i < blocks.Count; i++)
            Write(bytes.AsSpan(i * ErofsBlock.Size), blocks[i].First, blocks[i].End);
        return bytes;
    }

    private (int First, int End, int Length) BlockFrom(int first)
    {
        int length = 0, end = first;
        while (end < _rows.Count && length + ErofsDirent.Size + _rows[end].Name.Length <= ErofsBlock.Size)
            length += ErofsDirent.Size + _rows[end++].Name.Length;
        return (first, end, length);
    }

    private void Write(Span<byte> block, int first, int end)
    {
        int place = (end - first) * ErofsDirent.Size;
        for (int i = first; i < end; i++)
        {
            var (name, nid, type) = _rows[i];
            block.WriteAt((i - first) * ErofsDirent.Size, new ErofsDirent { Nid = nid, NameOffset = (ushort)place, Type = type });
            name.CopyTo(block[place..]);
            place += name.Length;
        }
    }
}
