using System.Buffers.Binary;

namespace Bq2.Efi.Binary;

/// <summary>A 16-bit number stored most significant byte first.</summary>
internal readonly struct Be16
{
    private readonly ushort _raw;

    private Be16(ushort raw) => _raw = raw;

    public static implicit operator ushort(Be16 value) => BinaryPrimitives.ReverseEndianness(value._raw);
    public static implicit operator Be16(ushort value) => new(BinaryPrimitives.ReverseEndianness(value));

    public override string ToString() => ((ushort)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A 32-bit number stored most significant byte first, as in QCOW2.</summary>
internal readonly struct Be32
{
    private readonly uint _raw;

    private Be32(uint raw) => _raw = raw;

    public static implicit operator uint(Be32 value) => BinaryPrimitives.ReverseEndianness(value._raw);
    public static implicit operator Be32(uint value) => new(BinaryPrimitives.ReverseEndianness(value));

    public override string ToString() => ((uint)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A 64-bit number stored most significant byte first.</summary>
internal readonly struct Be64
{
    private readonly ulong _raw;

    private Be64(ulong raw) => _raw = raw;

    public static implicit operator ulong(Be64 value) => BinaryPrimitives.ReverseEndianness(value._raw);
    public static implicit operator Be64(ulong value) => new(BinaryPrimitives.ReverseEndianness(value));

    public override string ToString() => ((ulong)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
