using System.Buffers.Binary;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Decompresses a stream as it is read, in bounded memory. A stream that is cut off or damaged is a fault.</summary>
internal sealed class InflateStream(PackedInput input, DeflateFraming framing) : InputStream
{
    private const int RoomLength = 1 << 17;

    private readonly Inflater _inflater = new();

    // The window, followed by the output: from _read to _written it has not been read yet.
    private readonly byte[] _room = new byte[DeflateFormat.WindowSize + RoomLength];
    private int _read, _written;

    private uint _sum;
    private long _length;
    private bool _isInside;
    private bool _isOver;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_read == _written)
        {
            if (_isOver || !_isInside && !Begin())
                return 0;
            Unpack();
        }

        int count = Math.Min(buffer.Length, _written - _read);
        _room.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    /// <summary>Reads the header before the compressed bytes.</summary>
    private bool Begin()
    {
        if (framing == DeflateFraming.Gzip)
            GzipHeader.Read(input);
        else if (framing == DeflateFraming.Zlib)
            ReadZlibHeader();

        _inflater.Reset();
        (_read, _written) = (0, 0);
        (_sum, _length) = (framing == DeflateFraming.Zlib ? Adler32.Start : 0, 0);
        return _isInside = true;
    }

    private void ReadZlibHeader()
    {
        long at = input.Position;
        int head = BinaryPrimitives.ReadUInt16BigEndian(input.Demand(2));
        if ((head >> 8 & 15) != 8 || head >> 12 > 7 || head % 31 != 0 || (head & 0x20) != 0)
            throw input.Fault(ImageFaults.PackedHead, $"0x{head:x4} is not a zlib header, or needs a dictionary", at);
    }

    private void Unpack()
    {
        if (_written == _room.Length)
            Slide();
        int before = _written;
        var status = _inflater.Run(input.Bytes, out int used, _room, ref _written);
        input.Take(used);
        Count(_room.AsSpan(before, _written - before));
        if (status == InflateStatus.Damaged)
            throw input.Fault(ImageFaults.PackedDamaged, $"the compressed bytes are damaged after {_length:N0} bytes of output");
        if (status == InflateStatus.NeedsSource && !input.Fill())
            throw input.EndsEarly();
        if (status == InflateStatus.Done)
            End();
    }

    private void Slide()
    {
        _room.AsSpan(_written - DeflateFormat.WindowSize).CopyTo(_room);
        _read = _written = DeflateFormat.WindowSize;
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        _sum = framing switch
        {
            DeflateFraming.Gzip => Crc32.Append(_sum, bytes),
            DeflateFraming.Zlib => Adler32.Append(_sum, bytes),
            _ => 0,
        };
    }

    /// <summary>Checks the trailer after the compressed bytes.</summary>
    private void End()
    {
        _isInside = false;
        _isOver = framing != DeflateFraming.Gzip;
        if (framing == DeflateFraming.Raw)
            return;

        long at = input.Position;
        uint stated = input.TakeUInt32();
        if (framing == DeflateFraming.Zlib)
            stated = BinaryPrimitives.ReverseEndianness(stated);
        if (stated != _sum)
            throw input.Fault(ImageFaults.PackedSum, $"the content's checksum is {_sum:x8}, but the file says {stated:x8}", at);
        if (framing == DeflateFraming.Gzip)
            CheckLength();
    }

    // Modulo 2 to the power of 32. After the last member there may be zeros, as on tapes.
    private void CheckLength()
    {
        long at = input.Position;
        uint stated = input.TakeUInt32();
        if (stated != (uint)_length)
            throw input.Fault(ImageFaults.PackedSum, $"{(uint)_length:N0} bytes of content (modulo 4 GiB), not {stated:N0}", at);

        bool isFilled = false;
        do
        {
            while (input.Bytes is [0, ..])
            {
                input.Take(1);
                isFilled = true;
            }
        }
        while (input.Bytes.IsEmpty && input.Fill());

        _isOver = input.Bytes.IsEmpty;
        if (isFilled && !_isOver)
            throw input.Fault(ImageFaults.PackedHead, $"the zeros after the last member are followed by {input.Bytes[0]:x2}");
    }
}
