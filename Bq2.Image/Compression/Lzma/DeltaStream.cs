namespace Bq2.Image;

/// <summary>The delta filter of xz: each byte is stored as the difference to one a fixed distance before it.</summary>
internal sealed class DeltaStream(Stream source, int distance) : InputStream
{
    private readonly byte[] _last = new byte[256];
    private int _place;

    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(buffer);
        foreach (ref byte each in buffer[..read])
        {
            each += _last[(byte)(_place - distance)];
            _last[(byte)_place++] = each;
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
