namespace Bq2.Image;

/// <summary>A disk, volume or file in memory.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> bytes, string? name) : Source(bytes.Length, name)
{
    private protected override void Fill(long offset, Span<byte> into) => bytes.Span.Slice((int)offset, into.Length).CopyTo(into);

    private protected override long? PlaceInFile(long offset) => offset;
}
