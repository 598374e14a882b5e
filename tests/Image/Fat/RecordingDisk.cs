using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>A disk in memory that remembers every write, so that it can be had again as it was after any of them.</summary>
internal sealed class RecordingDisk(byte[] bytes) : WritableDisk(bytes.Length, path: "disk")
{
    private readonly byte[] _before = [.. bytes];

    public List<(long Offset, byte[] Bytes)> Writes { get; } = [];

    /// <summary>The number of writes that go well.</summary>
    public int FailsAfter { get; init; } = int.MaxValue;

    public byte[] Bytes => bytes;

    public override void Flush()
    {
    }

    /// <summary>The disk after each write but the last, each time in the same array.</summary>
    public IEnumerable<byte[]> CutAnywhere()
    {
        byte[] cut = [.. _before];
        foreach (var (offset, written) in Writes)
        {
            yield return cut;
            written.CopyTo(cut, offset);
        }
    }

    private protected override void Fill(long offset, Span<byte> into) => bytes.AsSpan((int)offset, into.Length).CopyTo(into);

    private protected override void Store(long offset, ReadOnlySpan<byte> written)
    {
        if (Writes.Count == FailsAfter)
            throw new IOException("the disk has failed");
        Writes.Add((offset, written.ToArray()));
        written.CopyTo(bytes.AsSpan((int)offset));
    }
}
