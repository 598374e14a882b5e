using System.Buffers.Binary;
using Decoder = SharpCompress.Compressors.LZMA.LzmaStream;

namespace Bq2.Image;

/// <summary>
/// The old format of xz: a header of 13 bytes with the length, or without one and with a mark at the end, and no checksum.
/// </summary>
internal sealed class LzmaStream(PackedInput input) : InputStream
{
    private const int HeaderLength = 13;
    private const int Models = 9 * 5 * 5;
    private const ulong MaxLength = 1UL << 38;

    private readonly byte[] _buffer = new byte[1 << 16];
    private BorrowedDecoder? _decoder;

    /// <summary>Whether bytes may be such a file; it has no signature.</summary>
    public static bool Begins(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderLength || head[0] >= Models)
            return false;

        uint dictionary = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        uint power = uint.MaxValue >> 1 & dictionary & ~(dictionary - 1);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(head[5..]);
        return dictionary >= 4096 && (dictionary == power || dictionary == 3 * power) && length is < MaxLength or ulong.MaxValue;
    }

    public override int Read(Span<byte> buffer)
    {
        _decoder ??= Open();
        int read = _decoder.Read(_buffer, Math.Min(buffer.Length, _buffer.Length));
        _buffer.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _decoder?.Dispose();
        base.Dispose(disposing);
    }

    private BorrowedDecoder Open()
    {
        byte model = input.TakeByte();
        byte[] properties = LzmaDictionary.Properties(input, model, input.TakeUInt32());
        long length = (long)input.TakeUInt64();
        return new(input, packed => Decoder.Create(properties, packed, inputSize: -1, length, leaveOpen: true));
    }
}
