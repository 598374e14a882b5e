namespace Bq2.Image;

/// <summary>A seekable stream as a source. A lock guards the stream's position.</summary>
internal sealed class StreamSource(Stream stream, string? name, bool leaveOpen) : Source(stream.Length, name)
{
    private readonly Lock _gate = new();

    private protected override void Fill(long offset, Span<byte> into)
    {
        lock (_gate)
        {
            stream.Position = offset;
            int read = stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
            if (read < into.Length)
            {
                throw Bad(ImageFaults.FileChanged,
                    $"the stream ends at {offset + read:N0}, but it had {Length:N0} bytes when it was opened");
            }
        }
    }

    private protected override long? PlaceInFile(long offset) => offset;

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
