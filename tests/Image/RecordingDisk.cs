using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>
/// A disk or file in memory that remembers each step in which it was changed, so that a test can see what would be there
/// if the program had been cut off between any two.
/// </summary>
internal sealed class RecordingDisk(byte[] content, string? path = null) : WritableDisk(content.Length, path)
{
    private readonly byte[] _before = [.. content];
    private byte[] _content = content;

    /// <summary>The number of writes that go well.</summary>
    public int FailsAfter { get; init; } = int.MaxValue;

    /// <summary>Whether discarding is a step too, as on a raw disk; below an image nobody discards.</summary>
    public bool MayErase { get; init; }

    /// <summary>Writes, in order; no bytes for a change of the length alone.</summary>
    public List<(long Offset, byte[] Bytes)> Steps { get; } = [];

    /// <summary>How many steps had been made at each flush: those before may be relied on.</summary>
    public List<int> Flushes { get; } = [];

    public byte[] Content => _content[..(int)Length];

    /// <summary>The disk before each step, each time in the same array. Its length must have stayed.</summary>
    public IEnumerable<byte[]> CutAnywhere()
    {
        byte[] cut = [.. _before];
        foreach (var (offset, bytes) in Steps)
        {
            yield return cut;
            bytes.CopyTo(cut, offset);
        }
    }

    public override void Flush() => Flushes.Add(Steps.Count);

    private protected override void Fill(long offset, Span<byte> into) => _content.AsSpan((int)offset, into.Length).CopyTo(into);

    private protected override void Store(long offset, ReadOnlySpan<byte> bytes)
    {
        if (Steps.Count == FailsAfter)
            throw new IOException("the disk has failed");
        Steps.Add((offset, bytes.ToArray()));
        bytes.CopyTo(_content.AsSpan((int)offset));
    }

    private protected override void Erase(long offset, long length)
    {
        if (!MayErase)
            throw new NotSupportedException();
        Store(offset, new byte[length]);
    }

    private protected override void Cut(long length) => Extend(length);

    private protected override void Extend(long length)
    {
        Steps.Add((length, []));
        if (length > _content.Length)
            Array.Resize(ref _content, (int)Math.Max(length, _content.Length * 2L));
        Length = length;
    }
}
