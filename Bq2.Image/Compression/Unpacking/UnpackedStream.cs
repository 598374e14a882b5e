using Bq2.Efi;

namespace Bq2.Image;

/// <summary>The content of a packed file, with a limit, and with the file's name in its faults.</summary>
internal sealed class UnpackedStream(PackedInput input, Stream content, string? name, UnpackOptions options) : InputStream
{
    private long _length;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int read = content.Read(buffer);
            _length += read;
            if (_length > options.Limit(input.Position))
            {
                throw input.Fault(ImageFaults.PackedTooLong,
                    $"{input.Position:N0} bytes have become {_length:N0}, which is more than the limit");
            }

            return read;
        }
        catch (FaultException bad) when (name is not null)
        {
            throw bad.In(name);
        }
    }

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }
}
