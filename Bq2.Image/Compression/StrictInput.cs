namespace Bq2.Image;

/// <summary>
/// The packed bytes for a decoder of SharpCompress. Such a decoder takes the end of a stream for more bytes, and would unpack them for
/// ever; here the end is a fault. It keeps that, so that it can be told from what the decoder itself throws.
/// </summary>
internal sealed class StrictInput(PackedInput input) : InputStream
{
    public Exception? Failure { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        FillIfEmpty();
        int count = Math.Min(buffer.Length, input.Bytes.Length);
        input.Bytes[..count].CopyTo(buffer);
        input.Take(count);
        return count;
    }

    public override int ReadByte()
    {
        FillIfEmpty();
        byte next = input.Bytes[0];
        input.Take(1);
        return next;
    }

    private void FillIfEmpty()
    {
        if (!input.Bytes.IsEmpty)
            return;

        try
        {
            if (!input.Fill())
                throw input.EndsEarly();
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
    }
}
