using System.Runtime.InteropServices;

namespace Bq2.Image;

/// <summary>The bytes of a folder, and their place in the volume.</summary>
internal sealed record FatRows(byte[] Bytes, IReadOnlyList<FatExtent> Extents)
{
    public Span<FatDirectoryEntry> Table => MemoryMarshal.Cast<byte, FatDirectoryEntry>(Bytes.AsSpan());

    public ref FatDirectoryEntry At(int row) => ref Table[row];

    public long PlaceOf(int row)
    {
        long offset = (long)row * FatDirectoryEntry.Size;
        foreach (var extent in Extents)
        {
            if (offset < extent.Length)
                return extent.Offset + offset;
            offset -= extent.Length;
        }

        throw new ArgumentOutOfRangeException(nameof(row));
    }
}
