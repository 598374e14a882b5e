namespace System;

// Compilers know the numeric types by name, so their structs need no fields.
// Members are added when needed, with .NET's names and meaning.

public interface IEquatable<T>
{
    bool Equals(T? other);
}

public interface IComparable
{
    int CompareTo(object? obj);
}

public interface IComparable<in T>
{
    int CompareTo(T? other);
}

public interface IDisposable
{
    void Dispose();
}

public interface ICloneable
{
    object Clone();
}

/// <summary>Culture-specific formatting, which does not exist here: text is always invariant.</summary>
public interface IFormatProvider
{
    object? GetFormat(Type? formatType);
}

public interface IFormattable
{
    string ToString(string? format, IFormatProvider? formatProvider);
}

public interface ISpanFormattable : IFormattable
{
    bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider);
}
