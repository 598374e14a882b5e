using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>A named number. The build links the names in if a program converts one to text.</summary>
public abstract unsafe class Enum : ValueType, IComparable, ISpanFormattable
{
    private MethodTable* Table => (MethodTable*)m_pEEType;

    // Signed types have even type numbers.
    private bool IsSigned => ((int)Table->ElementType & 1) == 0;

    private int Size => Table->ValueSize;

    /// <summary>As an unsigned number, which .NET also uses to look names up.</summary>
    private ulong Bits
    {
        get
        {
            ulong value = 0;
            SpanHelpers.Memmove(ref Unsafe.As<ulong, byte>(ref value), ref Fields, (nuint)Size);
            return value;
        }
    }

    private long Signed => (long)(Bits << 64 - 8 * Size) >> 64 - 8 * Size;

    public int CompareTo(object? target)
    {
        if (target is null)
            return 1;
        var other = target.m_pEEType == m_pEEType ? (Enum)target : throw new ArgumentException(
            $"Object must be the same type as the enum. The type passed in was '{target.GetType()}'; the enum type was '{GetType()}'.");

        // From the largest to the smallest flag, as .NET does it.
        if (Size < sizeof(int))
            return IsSigned ? (int)(Signed - other.Signed) : (int)Bits - (int)other.Bits;
        return IsSigned ? Signed.CompareTo(other.Signed) : Bits.CompareTo(other.Bits);
    }

    public override bool Equals(object? obj) => obj is not null && obj.m_pEEType == m_pEEType && ((Enum)obj).Bits == Bits;

    public override int GetHashCode() => Size == sizeof(ulong) ? Bits.GetHashCode() : (int)Signed;

    /// <summary>The bits of <paramref name="flag"/>, all of them.</summary>
    [Intrinsic]
    public bool HasFlag(Enum flag) => (Bits & flag.Bits) == flag.Bits;

    public override string ToString() => ToString(null);

    public string ToString(string? format)
    {
        char kind = format is null or "" ? 'G' : format.Length == 1 ? format[0] : '\0';
        return kind switch
        {
            'G' or 'g' => Name(areFlags: false) ?? Number,
            'F' or 'f' => Name(areFlags: true) ?? Number,
            'D' or 'd' => Number,
            'X' or 'x' => Bits.ToString(Size switch { 1 => "X2", 2 => "X4", 4 => "X8", _ => "X16" }),
            _ => throw new FormatException("Format string can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\"."),
        };
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString(format);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        string text = ToString(new string(format));
        bool fits = text.AsSpan().TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }

    private string Number => IsSigned ? Signed.ToString() : Bits.ToString();

    private string? Name(bool areFlags)
    {
        var names = EnumNames.Of(Table);
        return areFlags || names.AreFlags ? Flags(names) : Text(names, names.Find(Bits));
    }

    /// <summary>The names of all bits, the lowest first; null if a bit has no name.</summary>
    private string? Flags(EnumNames names)
    {
        ulong rest = Bits;
        int whole = names.Find(rest);
        if (whole >= 0 || rest == 0)
            return Text(names, whole);

        string text = "";
        for (int i = names.Count - 1; i >= 0 && rest != 0; i--)
        {
            ulong value = names.Value(i);
            if (value == 0 || (rest & value) != value)
                continue;
            rest &= ~value;
            text = text.Length == 0 ? Text(names, i)! : Text(names, i) + ", " + text;
        }

        return rest == 0 ? text : null;
    }

    private static string? Text(EnumNames names, int index) => index < 0 ? null : Names.Text(names.Name(index));
}
