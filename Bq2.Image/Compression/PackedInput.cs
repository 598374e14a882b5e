using System.Buffers.Binary;
using Bq2.Efi;

namespace Bq2.Image;

/// <summary>A stream's bytes through a buffer, so that some can be looked at and left there.</summary>
internal sealed class PackedInput(Stream source)
{
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private long _before;

    /// <summary>Where in the stream the next byte is.</summary>
    public long Position => _before + _start;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    public void Take(int count) => _start += count;

    /// <summary>Reads more bytes after those in the buffer; false at the end of the stream.</summary>
    public bool Fill()
    {
        Bytes.CopyTo(_buffer);
        _before += _start;
        (_start, _end) = (0, _end - _start);
        int read = source.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    /// <summary>The next bytes, which stay there; fewer at the end of the stream.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _start < count && Fill())
        {
        }

        return Bytes[..Math.Min(count, _end - _start)];
    }

    public byte TakeByte() => Demand(1)[0];

    public uint TakeUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Demand(sizeof(uint)));

    public ulong TakeUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Demand(sizeof(ulong)));

    /// <summary>The next bytes, which must exist.</summary>
    public ReadOnlySpan<byte> Demand(int count)
    {
        if (Peek(count).Length < count)
            throw EndsEarly();

        var bytes = Bytes[..count];
        _start += count;
        return bytes;
    }

    public FaultException EndsEarly() =>
        Fault(ImageFaults.PackedEnd, $"the compressed bytes end before their content does", _before + _end);

    public FaultException Fault(FaultCode code, FormattableString message, long? at = null) =>
        new(new(code, FormattableString.Invariant(message)) { Offset = at ?? Position });
}
