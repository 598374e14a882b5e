using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>Checks that there is room for this many bits, and for what a flush writes after them.</summary>
    public readonly void Reserve(long bits)
    {
        if (_into.Length - Length < (bits >> 3) + 2 * Slack)
            throw new ArgumentException("the buffer is smaller than the compressed bytes may need", nameof(bits));
    }

    public void Add(uint bits, int count)
    {
        _bits |= (ulong)bits << _count;
        _count += count;
    }

    /// <summary>Writes the whole bytes. At most seven bits are left.</summary>
    public void Flush()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_into[Length..], _bits);
        Length += _count >> 3;
        _bits >>= _count & 0x38;
        _count &= 7;
    }

    /// <summary>Begins a run; its space must be reserved.</summary>
    public readonly BitRun Begin() => new(ref Unsafe.Add(ref MemoryMarshal.GetReference(_into), Length), _bits, _count);

    /// <summary>Continues after a run.</summary>
    public void End(BitRun run)
    {
        Length = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(_into), ref run.Next);
        (_bits, _count) = (run.Bits, run.Count);
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
