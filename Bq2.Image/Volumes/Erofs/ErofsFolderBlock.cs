using System.Runtime.InteropServices;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>A block of a folder: its entries, checked.</summary>
internal sealed class ErofsFolderBlock
{
    private const int MaxName = 255;

    private readonly Source _data;
    private readonly string _folder;
    private readonly long _offset;
    private readonly byte[] _bytes;

    public ErofsFolderBlock(Source data, string folder, long offset, int blockSize)
    {
        (_data, _folder, _offset) = (data, folder, offset);
        _bytes = data.ReadBytes(offset, (int)Math.Min(blockSize, data.Length - offset));
        int first = _bytes.Length < ErofsDirent.Size ? 0 : MemoryMarshal.Read<ErofsDirent>(_bytes).NameOffset;
        if (first == 0 || first % ErofsDirent.Size != 0 || first > _bytes.Length)
            throw Bad(0, $"the first name of a block of {folder} is at {first}");
        Count = first / ErofsDirent.Size;
    }

    public int Count { get; }

    public ulong NidOf(int row) => RowAt(row).Nid;

    public ReadOnlySpan<byte> NameOf(int row)
    {
        int start = RowAt(row).NameOffset, end = row + 1 < Count ? RowAt(row + 1).NameOffset : _bytes.Length;
        if (start < Count * ErofsDirent.Size || end > _bytes.Length || start >= end)
            throw Bad(row, $"a name of {_folder} is from {start} to {end}");

        // The last name ends with the block, or with a NUL before.
        var name = _bytes.AsSpan(start, end - start);
        if (row + 1 == Count && name.IndexOf((byte)0) is >= 0 and var length)
            name = name[..length];
        return name.Length is > 0 and <= MaxName && !name.ContainsAny((byte)0, (byte)'/') ? name
            : throw Bad(row, $"a name of {_folder} has {name.Length} bytes, or a NUL or a slash in it");
    }

    private ErofsDirent RowAt(int row) => MemoryMarshal.Read<ErofsDirent>(_bytes.AsSpan(row * ErofsDirent.Size));

    private FaultException Bad(int row, FormattableString message) =>
        _data.Bad(VolumeFaults.ErofsFolder, message, _offset + row * ErofsDirent.Size, ErofsDirent.Size);
}
