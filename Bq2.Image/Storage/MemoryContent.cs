namespace Bq2.Image;

/// <summary>Content that is already in memory.</summary>
internal sealed class MemoryContent(ReadOnlyMemory<byte> bytes) : Content(bytes.Length)
{
    internal override void Read(long offset, Span<byte> into, OpenFile files) =>
        bytes.Span.Slice(checked((int)offset), into.Length).CopyTo(into);
}
