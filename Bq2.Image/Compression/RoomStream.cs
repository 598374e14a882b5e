namespace Bq2.Image;

/// <summary>
/// Takes what is written into so much memory as there is, and forgets the rest: what does not fit is not wanted, and that
/// is too common to be an exception.
/// </summary>
internal sealed unsafe class RoomStream(byte* room, int length) : Stream
{
    /// <summary>How much was written, whether it fitted or not.</summary>
    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (Written + bytes.Length <= length)
            bytes.CopyTo(new Span<byte>(room + Written, bytes.Length));
        Written += bytes.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
