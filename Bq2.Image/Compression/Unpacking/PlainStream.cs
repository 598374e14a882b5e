namespace Bq2.Image;

/// <summary>A stream that is not packed, from the buffer in which that was found out.</summary>
internal sealed class PlainStream(PackedInput input) : InputStream
{
    public override int Read(Span<byte> buffer)
    {
        if (input.Bytes.IsEmpty && !input.Fill())
            return 0;

        int count = Math.Min(buffer.Length, input.Bytes.Length);
        input.Bytes[..count].CopyTo(buffer);
        input.Take(count);
        return count;
    }
}
