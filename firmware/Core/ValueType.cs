using System.Runtime.CompilerServices;

namespace System;

/// <summary>What is kept by value. Values are equal here when their bits are; a type that means something else says so itself.</summary>
public abstract class ValueType
{
    public override bool Equals(object? obj) =>
        obj is not null && obj.m_pEEType == m_pEEType && RuntimeHelpers.Bits(this).SequenceEqual(RuntimeHelpers.Bits(obj));

    public override int GetHashCode()
    {
        uint hash = 0x811c_9dc5;
        foreach (byte b in RuntimeHelpers.Bits(this))
            hash = (hash ^ b) * 0x0100_0193;
        return (int)hash;
    }

    public override string? ToString() => base.ToString();
}

/// <summary>A named number. The names are not in the program: its text is the number.</summary>
public abstract class Enum : ValueType, IComparable
{
    public int CompareTo(object? target) => target is null ? 1 : Value.CompareTo(((Enum)target).Value);

    public override string ToString() => Value.ToString();

    /// <summary>The bits of <paramref name="flag"/>, all of them.</summary>
    [Intrinsic]
    public bool HasFlag(Enum flag) => (Value & flag.Value) == flag.Value;

    private long Value
    {
        get
        {
            long value = 0;
            var bits = RuntimeHelpers.Bits(this);
            for (int i = 0; i < bits.Length; i++)
                value |= (long)bits[i] << 8 * i;
            return value;
        }
    }
}
