namespace Bq2.Image;

/// <summary>Content from an open disk, volume or file.</summary>
internal sealed class SourceContent(Source source, long start, long length) : Content(length)
{
    internal override void Read(long offset, Span<byte> into, OpenFile files) => source.ReadAt(start + offset, into);
}
