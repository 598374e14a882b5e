using System.Buffers.Binary;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>Decompresses a stream as it is read, in bounded memory. A stream that is cut off or damaged is a fault.</summary>
internal sealed class InflateStream(Stream source, DeflateFraming framing) : Stream
{
    private const int RoomLength = 1 << 17;

    private readonly PackedInput _input = new(source);
    private readonly Inflater _inflater = new();

    // The window, followed by the output: from _read to _written it has not been read yet.
    private readonly byte[] _room = new byte[DeflateFormat.WindowSize + RoomLength];
    private int _read, _written;

    private uint _sum;
    private long _length;
    private bool _isInside;
    private bool _isOver;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads the header before the compressed bytes.</summary>
    private bool Begin()
    {
        if (framing == DeflateFraming.Gzip)
            GzipHeader.Read(_input);
        else if (framing == DeflateFraming.Zlib)
            ReadZlibHeader();

        _inflater.Reset();
        (_read, _written) = (0, 0);
        (_sum, _length) = (framing == DeflateFraming.Zlib ? Adler32.Start : 0, 0);
        return _isInside = true;
    }

    private void ReadZlibHeader()
    {
        long at = _input.Position;
        int head = BinaryPrimitives.ReadUInt16BigEndian(_input.Demand(2));
        if ((head >> 8 & 15) != 8 || head >> 12 > 7 || head % 31 != 0 || (head & 0x20) != 0)
            throw _input.Fault(ImageFaults.PackedHead, $"0x{head:x4} is not a zlib header, or needs a dictionary", at);
    }

    private void Unpack()
    {
        if (_written == _room.Length)
            Slide();
        int before = _written;
        var status = _inflater.Run(_input.Bytes, out int used, _room, ref _written);
        _input.Take(used);
        Count(_room.AsSpan(before, _written - before));
        if (status == InflateStatus.Damaged)
            throw _input.Fault(ImageFaults.PackedDamaged, $"the compressed bytes are damaged after {_length:N0} bytes of output");
        if (status == InflateStatus.NeedsSource && !_input.Fill())
            throw _input.EndsEarly();
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

        long at = _input.Position;
        uint stated = _input.TakeUInt32();
        if (framing == DeflateFraming.Zlib)
            stated = BinaryPrimitives.ReverseEndianness(stated);
        if (stated != _sum)
            throw _input.Fault(ImageFaults.PackedSum, $"the content's checksum is {_sum:x8}, but the file says {stated:x8}", at);
        if (framing == DeflateFraming.Gzip)
            CheckLength();
    }

    // Modulo 2 to the power of 32. After the last member there may be zeros, as on tapes.
    private void CheckLength()
    {
        long at = _input.Position;
        uint stated = _input.TakeUInt32();
        if (stated != (uint)_length)
            throw _input.Fault(ImageFaults.PackedSum, $"{(uint)_length:N0} bytes of content (modulo 4 GiB), not {stated:N0}", at);

        bool isFilled = false;
        do
        {
            while (_input.Bytes is [0, ..])
            {
                _input.Take(1);
                isFilled = true;
            }
        }
        while (_input.Bytes.IsEmpty && _input.Fill());

        _isOver = _input.Bytes.IsEmpty;
        if (isFilled && !_isOver)
            throw _input.Fault(ImageFaults.PackedHead, $"the zeros after the last member are followed by {_input.Bytes[0]:x2}");
    }
}
