using System.Buffers.Binary;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;

namespace Bq2.Image;

/// <summary>
/// The checksum behind a block of xz. One of a kind that nobody has defined yet is skipped, as the format's text advises.
/// </summary>
internal sealed class XzCheck
{
    private const int Crc32Kind = 1, Crc64Kind = 4, Sha256Kind = 10;

    private readonly PackedInput _input;
    private readonly int _kind;
    private uint _crc32;
    private ulong _crc64;
    private Sha256 _sha256;

    private XzCheck(PackedInput input, int kind)
    {
        (_input, _kind) = (input, kind);
        if (kind == Sha256Kind)
            _sha256.Start();
    }

    private int Length => _kind == 0 ? 0 : 4 << (_kind - 1) / 3;

    public static XzCheck Of(PackedInput input, int kind) => new(input, kind);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_kind == Crc32Kind)
            _crc32 = Crc32.Append(_crc32, bytes);
        else if (_kind == Crc64Kind)
            _crc64 = Crc64.Append(_crc64, bytes);
        else if (_kind == Sha256Kind)
            _sha256.Add(bytes);
    }

    /// <summary>Compares with what the file says; returns how many bytes that is.</summary>
    public int End()
    {
        long at = _input.Position;
        Span<byte> sum = stackalloc byte[Length];
        if (_kind == Crc32Kind)
            BinaryPrimitives.WriteUInt32LittleEndian(sum, _crc32);
        else if (_kind == Crc64Kind)
            BinaryPrimitives.WriteUInt64LittleEndian(sum, _crc64);
        else if (_kind == Sha256Kind)
            _sha256.Finish(sum);
        bool isKnown = _kind is Crc32Kind or Crc64Kind or Sha256Kind;
        if (!_input.Demand(Length).SequenceEqual(sum) && isKnown)
            throw _input.Fault(ImageFaults.PackedSum, $"the content does not have the checksum of the block that ends here", at);
        return Length;
    }
}
