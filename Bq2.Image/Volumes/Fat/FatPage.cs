namespace Bq2.Image;

/// <summary>A part of the FAT in memory, and its changed sectors.</summary>
internal sealed class FatPage(byte[] bytes)
{
    private int _end;

    public byte[] Bytes => bytes;

    public int ChangedFrom { get; private set; } = bytes.Length;

    public ReadOnlySpan<byte> Changed => bytes.AsSpan(ChangedFrom.._end);

    /// <summary>Marks the two or four bytes at an offset as changed; a 12-bit entry may span two sectors.</summary>
    public void Touch(int offset, int sectorSize)
    {
        ChangedFrom = Math.Min(ChangedFrom, offset / sectorSize * sectorSize);
        _end = Math.Min(bytes.Length, Math.Max(_end, ((offset + 1) / sectorSize + 1) * sectorSize));
    }

    public void Forget() => (ChangedFrom, _end) = (bytes.Length, 0);
}
