using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bq2.Efi.Work;

namespace Bq2.Image;

/// <summary>
/// Writes bits, the lowest first. Up to 56 bits may be added between two calls of <see cref="Flush"/>, which needs eight bytes of room
/// after the output: see <see cref="Slack"/>.
/// </summary>
internal ref struct BitWriter(Span<byte> into)
{
    /// <summary>Bytes after the output that may be overwritten.</summary>
    public const int Slack = sizeof(ulong);

    private readonly Span<byte> _into = into;
    private ulong _bits;
    private int _count;

    /// <summary>The number of complete bytes written.</summary>
    public int Length { get; private set; }

    [MethodImpl(Hot.Part)]
    public void Add(uint bits, int count)
    {
        _bits |= (ulong)bits << _count;
        _count += count;
    }

    [MethodImpl(Hot.Part)]
    public void Flush()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_into[Length..], _bits);
        Length += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        _count = (_count + 7) & ~7;
        Flush();
    }

    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_into[Length..]);
        Length += bytes.Length;
    }
}
