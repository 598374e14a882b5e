namespace Bq2.Image;

/// <summary>Content that lies in another disk, volume or file which somebody holds open.</summary>
internal sealed class SourceContent(Source source, long start, long length) : Content(length)
{
    internal override void Read(long offset, Span<byte> into, OpenFile files) => source.ReadAt(start + offset, into);
}
