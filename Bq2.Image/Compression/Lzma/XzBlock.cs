using Bq2.Efi.Binary;
using Decoder = SharpCompress.Compressors.LZMA.LzmaStream;

namespace Bq2.Image;

/// <summary>A block of xz: a header that names the filters, the packed bytes, and a checksum.</summary>
internal sealed class XzBlock : IDisposable
{
    private const int Lzma2 = 0x21, Delta = 3;
    private const int MaxFilters = 4;

    private readonly PackedInput _input;
    private readonly XzCheck _check;
    private readonly long _start, _packedStart;
    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly BorrowedDecoder _decoder;
    private readonly ulong? _statedPacked, _statedUnpacked;
    private ulong _unpacked;

    public XzBlock(PackedInput input, XzCheck check)
    {
        (_input, _check, _start) = (input, check, input.Position);
        var header = Header(input);
        int flags = header[1];
        int filters = (flags & (MaxFilters - 1)) + 1;
        header = header[2..];
        if ((flags & 0x3c) != 0)
            throw input.Fault(ImageFaults.PackedHead, $"the block has the unknown flags {flags:x2}", _start);
        if ((flags & 0x40) != 0)
            _statedPacked = XzNumber.Take(input, ref header);
        if ((flags & 0x80) != 0)
            _statedUnpacked = XzNumber.Take(input, ref header);
        var chain = new List<Func<Stream, Stream>>();
        for (int i = 0; i < filters; i++)
            chain.Insert(0, Filter(ref header, isLast: i == filters - 1));
        _packedStart = input.Position;
        _decoder = new(input, packed => chain.Aggregate(packed, (below, open) => open(below)));
    }

    public int Read(Span<byte> buffer)
    {
        int read = _decoder.Read(_buffer, Math.Min(buffer.Length, _buffer.Length));
        var bytes = _buffer.AsSpan(0, read);
        _check.Add(bytes);
        _unpacked += (ulong)read;
        bytes.CopyTo(buffer);
        return read;
    }

    /// <summary>Checks what follows the packed bytes; returns the two lengths that the index has of a block.</summary>
    public (ulong Packed, ulong Unpacked) End()
    {
        ulong packed = (ulong)(_input.Position - _packedStart);
        if ((_statedPacked ?? packed) != packed || (_statedUnpacked ?? _unpacked) != _unpacked)
            throw _input.Fault(ImageFaults.PackedSum, $"the block has other lengths than its header says", _start);

        ulong length = (ulong)(_input.Position - _start);
        while ((_input.Position - _start) % 4 != 0)
        {
            if (_input.TakeByte() != 0)
                throw _input.Fault(ImageFaults.PackedDamaged, $"the bytes after a block are not zero", _input.Position - 1);
        }

        return (length + (ulong)_check.End(), _unpacked);
    }

    public void Dispose() => _decoder.Dispose();

    /// <summary>The header without its checksum.</summary>
    private ReadOnlySpan<byte> Header(PackedInput input)
    {
        int length = input.Peek(1) is [var size] ? (size + 1) * 4 : throw input.EndsEarly();
        var whole = input.Demand(length);
        var header = whole[..^sizeof(uint)];
        if (BitConverter.ToUInt32(whole[^sizeof(uint)..]) != Crc32.Of(header))
            throw input.Fault(ImageFaults.PackedSum, $"the checksum of the block's header is wrong", _start);
        return header.ToArray();
    }

    private Func<Stream, Stream> Filter(ref ReadOnlySpan<byte> header, bool isLast)
    {
        ulong id = XzNumber.Take(_input, ref header), length = XzNumber.Take(_input, ref header);
        if (length > (ulong)header.Length || isLast != (id == Lzma2))
            throw _input.Fault(ImageFaults.PackedHead, $"the block's filters do not end with LZMA2, or do not fit its header", _start);

        byte[] settings = header[..(int)length].ToArray();
        header = header[(int)length..];
        switch (id)
        {
            case Lzma2 when settings.Length == 1:
                LzmaDictionary.CheckCode(_input, settings[0]);
                return packed => Decoder.Create(settings, packed, leaveOpen: true);
            case Delta when settings.Length == 1:
                return packed => new DeltaStream(packed, settings[0] + 1);
            default:
                throw _input.Fault(ImageFaults.PackedHead,
                    $"the block was made with the filter {NameOf(id)}, which is not supported", _start);
        }
    }

    // All but the last of them are for the addresses in programs.
    private static string NameOf(ulong id) => id switch
    {
        4 => "x86",
        5 => "PowerPC",
        6 => "IA-64",
        7 => "ARM",
        8 => "ARM-Thumb",
        9 => "SPARC",
        10 => "ARM64",
        11 => "RISC-V",
        _ => FormattableString.Invariant($"0x{id:x}"),
    };
}
