using System.Buffers.Binary;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>
/// The .xz format, version 1.2.1: streams one after the other, each of blocks with a checksum, and an index of them. The index and the
/// footer are checked too. LZMA2 itself is unpacked by SharpCompress.
/// </summary>
internal sealed class XzStream(PackedInput input) : InputStream
{
    private const int FlagsLength = 2;

    private readonly List<(ulong Packed, ulong Unpacked)> _blocks = [];
    private readonly byte[] _flags = new byte[FlagsLength];
    private XzBlock? _block;
    private bool _isInside;

    public static ReadOnlySpan<byte> Signature => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    private static ReadOnlySpan<byte> EndSignature => "YZ"u8;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_block is not null || NextBlock()))
        {
            int read = _block!.Read(buffer);
            if (read > 0)
                return read;

            _blocks.Add(_block.End());
            _block.Dispose();
            _block = null;
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _block?.Dispose();
        base.Dispose(disposing);
    }

    private bool NextBlock()
    {
        while (true)
        {
            if (!_isInside && !Begin())
                return false;
            if (input.Peek(1) is not [0])
            {
                _block = new(input, XzCheck.Of(input, _flags[1]));
                return true;
            }

            ReadIndex();
            SkipPadding();
        }
    }

    private bool Begin()
    {
        if (input.Peek(1).IsEmpty)
            return false;

        long at = input.Position;
        if (!input.Demand(Signature.Length).SequenceEqual(Signature))
            throw input.Fault(ImageFaults.PackedHead, $"an xz stream does not begin like this", at);
        input.Demand(FlagsLength).CopyTo(_flags);
        if (input.TakeUInt32() != Crc32.Of(_flags))
            throw input.Fault(ImageFaults.PackedSum, $"the checksum of the stream's header is wrong", at);
        if (_flags[0] != 0 || _flags[1] > 15)
            throw input.Fault(ImageFaults.PackedHead, $"the stream has the unknown flags {_flags[0]:x2} {_flags[1]:x2}", at);
        _blocks.Clear();
        return _isInside = true;
    }

    private void ReadIndex()
    {
        long start = input.Position;
        uint sum = Crc32.Of(input.Demand(1));
        bool isRight = XzNumber.Take(input, ref sum) == (ulong)_blocks.Count;
        foreach (var (packed, unpacked) in _blocks)
            isRight = isRight && XzNumber.Take(input, ref sum) == packed && XzNumber.Take(input, ref sum) == unpacked;
        while (isRight && (input.Position - start) % 4 != 0)
        {
            var filler = input.Demand(1);
            sum = Crc32.Append(sum, filler);
            isRight = filler is [0];
        }

        if (!isRight || input.TakeUInt32() != sum)
            throw input.Fault(ImageFaults.PackedSum, $"the index does not match the blocks before it", start);
        ReadFooter(input.Position - start);
    }

    private void ReadFooter(long indexLength)
    {
        long at = input.Position;
        uint sum = input.TakeUInt32();
        var rest = input.Demand(sizeof(uint) + FlagsLength);
        bool isRight = sum == Crc32.Of(rest) && (BinaryPrimitives.ReadUInt32LittleEndian(rest) + 1L) * 4 == indexLength
            && rest[sizeof(uint)..].SequenceEqual(_flags);
        if (!isRight || !input.Demand(EndSignature.Length).SequenceEqual(EndSignature))
            throw input.Fault(ImageFaults.PackedSum, $"the stream's footer does not match its header and index", at);
        _isInside = false;
    }

    // Between streams and after the last one there may be zeros, four at a time.
    private void SkipPadding()
    {
        while (input.Peek(4) is [0, 0, 0, 0])
            input.Take(4);
    }
}
