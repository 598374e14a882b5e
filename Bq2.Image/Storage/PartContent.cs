namespace Bq2.Image;

/// <summary>A part of some other content.</summary>
internal sealed class PartContent(Content whole, long start, long length) : Content(length)
{
    internal override string? Path => whole.Path;

    internal override void Read(long offset, Span<byte> into, OpenFile files) => whole.Read(start + offset, into, files);
}
