using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Bq2.Image;

/// <summary>Bzip2: streams one after the other, each with a checksum of every block. SharpCompress unpacks them.</summary>
internal sealed class Bzip2Stream(PackedInput input) : InputStream
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private BorrowedDecoder? _decoder;

    public static ReadOnlySpan<byte> Signature => "BZh"u8;

    /// <summary>Whether bytes begin a stream: a signature, the length of the blocks, and either a block or the stream's end.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head.StartsWith(Signature) && head[3] is >= (byte)'1' and <= (byte)'9'
            && (head[4..].StartsWith("1AY&SY"u8) || head[4..].StartsWith((ReadOnlySpan<byte>)[0x17, 0x72, 0x45, 0x38, 0x50, 0x90]));

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_decoder is not null || Begin()))
        {
            int read = _decoder!.Read(_buffer, Math.Min(buffer.Length, _buffer.Length));
            _buffer.AsSpan(0, read).CopyTo(buffer);
            if (read > 0)
                return read;
            _decoder.Dispose();
            _decoder = null;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _decoder?.Dispose();
        base.Dispose(disposing);
    }

    // What follows the last stream and does not look like one is ignored, as by bzip2.
    private bool Begin()
    {
        if (!Begins(input.Peek(10)))
            return false;
        _decoder = new(input, packed =>
            BZip2Stream.Create(packed, CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true));
        return true;
    }
}
