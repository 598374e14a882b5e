using Bq2.Efi.Binary;
using Decoder = SharpCompress.Compressors.LZMA.LzmaStream;

namespace Bq2.Image;

/// <summary>Lzip: members of LZMA with a mark at their end, and after each its checksum and lengths.</summary>
internal sealed class LzipStream(PackedInput input) : InputStream
{
    private const byte Model = 0x5d;

    private readonly byte[] _buffer = new byte[1 << 16];
    private BorrowedDecoder? _decoder;
    private long _start;
    private uint _sum;
    private long _length;

    public static ReadOnlySpan<byte> Signature => "LZIP\u0001"u8;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_decoder is not null || Begin()))
        {
            int read = _decoder!.Read(_buffer, Math.Min(buffer.Length, _buffer.Length));
            var bytes = _buffer.AsSpan(0, read);
            bytes.CopyTo(buffer);
            _sum = Crc32.Append(_sum, bytes);
            _length += read;
            if (read > 0)
                return read;
            End();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _decoder?.Dispose();
        base.Dispose(disposing);
    }

    // What follows the last member and does not look like one is ignored, as by lzip.
    private bool Begin()
    {
        _start = input.Position;
        if (!input.Peek(Signature.Length).SequenceEqual(Signature))
            return false;

        byte code = input.Demand(Signature.Length + 1)[^1];
        long power = 1L << (code & 31);
        byte[] properties = LzmaDictionary.Properties(input, Model, power - (power >> 4) * (code >> 5));
        _decoder = new(input, packed => Decoder.Create(properties, packed, inputSize: -1, outputSize: -1, leaveOpen: true));
        (_sum, _length) = (0, 0);
        return true;
    }

    private void End()
    {
        _decoder!.Dispose();
        _decoder = null;
        long at = input.Position;
        uint sum = input.TakeUInt32();
        if (sum != _sum)
            throw input.Fault(ImageFaults.PackedSum, $"the content's checksum is {_sum:x8}, but the file says {sum:x8}", at);

        ulong length = input.TakeUInt64(), whole = input.TakeUInt64();
        if (length != (ulong)_length || whole != (ulong)(input.Position - _start))
        {
            throw input.Fault(ImageFaults.PackedSum,
                $"{input.Position - _start:N0} bytes hold {_length:N0}, but the member says that {whole:N0} hold {length:N0}", at);
        }
    }
}
