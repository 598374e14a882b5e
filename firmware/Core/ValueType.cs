using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>
/// The base of value types. Values are equal if the objects they refer to are equal and all other bits are; a type with another meaning
/// overrides Equals.
/// </summary>
public abstract unsafe class ValueType
{
    public override bool Equals(object? obj)
    {
        if (obj is null || obj.m_pEEType != m_pEEType)
            return false;

        ReadOnlySpan<byte> mine = RuntimeHelpers.Bits(this), theirs = RuntimeHelpers.Bits(obj);
        int at = 0;
        while (NextReference(at, out int reference))
        {
            if (!mine[at..reference].SequenceEqual(theirs[at..reference])
                || !Equals(RuntimeHelpers.ReferenceAt(this, reference), RuntimeHelpers.ReferenceAt(obj, reference)))
                return false;
            at = reference + sizeof(nint);
        }

        return mine[at..].SequenceEqual(theirs[at..]);
    }

    public override int GetHashCode()
    {
        uint hash = 0x811c_9dc5;
        var bits = RuntimeHelpers.Bits(this);
        int at = 0;
        while (NextReference(at, out int reference))
        {
            foreach (byte b in bits[at..reference])
                hash = (hash ^ b) * 0x0100_0193;
            hash = (hash ^ (uint)(RuntimeHelpers.ReferenceAt(this, reference)?.GetHashCode() ?? 0)) * 0x0100_0193;
            at = reference + sizeof(nint);
        }

        foreach (byte b in bits[at..])
            hash = (hash ^ b) * 0x0100_0193;
        return (int)hash;
    }

    private bool NextReference(int from, out int offset) =>
        (offset = ((MethodTable*)m_pEEType)->NextReference(from + sizeof(nint)) - sizeof(nint)) >= from;

    public override string? ToString() => base.ToString();
}
