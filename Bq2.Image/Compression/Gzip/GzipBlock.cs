using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A part of the content, with the bytes before it, which matches may refer to. Each part is compressed on its own.</summary>
internal sealed class GzipBlock(int level)
{
    /// <summary>All parts but the last have this length, so the bytes do not depend on how many are compressed at once.</summary>
    public const int PartLength = 1 << 17;

    private readonly DeflateEncoder _encoder = new(level);
    private readonly byte[] _source = new byte[DeflateFormat.WindowSize + PartLength];
    private readonly byte[] _packed = new byte[DeflateEncoder.MaxLength(PartLength)];
    private int _known;
    private int _packedLength;

    /// <summary>How many bytes the part has so far.</summary>
    public int Length { get; private set; }

    public uint Sum { get; private set; }

    public bool IsLast { get; set; }

    public bool IsFull => Length == PartLength;

    public ReadOnlySpan<byte> Packed => _packed.AsSpan(0, _packedLength);

    // The length of a full part.
    private ReadOnlySpan<byte> Window => _source.AsSpan(_known + PartLength - DeflateFormat.WindowSize, DeflateFormat.WindowSize);

    /// <summary>Begins after another part, or at the start if there is none.</summary>
    public void Begin(GzipBlock? before)
    {
        var window = before is null ? default : before.Window;
        window.CopyTo(_source);
        (_known, Length) = (window.Length, 0);
    }

    /// <summary>Takes as much as there is room for.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, PartLength - Length);
        bytes[..count].CopyTo(_source.AsSpan(_known + Length));
        Length += count;
        return count;
    }

    public void Pack()
    {
        Sum = Crc32.Of(_source.AsSpan(_known, Length));
        _packedLength = _encoder.Encode(_source.AsSpan(0, _known + Length), _known, _packed, IsLast);
    }
}
