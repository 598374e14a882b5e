namespace System;

// The numbers hold themselves: compilers know them by name, so their structs need no fields.
// Members are added when something uses them, with .NET's names and meaning.

public struct Boolean;

public struct SByte;

public readonly struct Byte : IEquatable<byte>
{
    public bool Equals(byte other) => this == other;
}

public readonly struct Char : IEquatable<char>, IComparable<char>
{
    public bool Equals(char other) => this == other;

    public int CompareTo(char value) => this - value;
}

public struct Int16;

public struct UInt16;

public struct Int32;

public struct UInt32;

public struct Int64;

public struct UInt64;

public struct IntPtr;

public struct UIntPtr;

public interface IEquatable<T>
{
    bool Equals(T? other);
}

public interface IComparable<T>
{
    int CompareTo(T? other);
}

public interface IDisposable
{
    void Dispose();
}
