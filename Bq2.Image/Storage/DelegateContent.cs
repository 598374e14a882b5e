namespace Bq2.Image;

/// <summary>Content that is generated when it is written.</summary>
internal sealed class DelegateContent(long length, ContentReader read) : Content(length)
{
    internal override void Read(long offset, Span<byte> into, OpenFile files) => read(offset, into);
}
