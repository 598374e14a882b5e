using System.Runtime.CompilerServices;

namespace System.Text;

public sealed class StringBuilder
{
    private const int FirstCapacity = 64;

    private char[] _text;
    private int _length;

    public StringBuilder() : this(FirstCapacity)
    {
    }

    public StringBuilder(int capacity) => _text = new char[capacity];

    public StringBuilder(string? value) : this() => Append(value);

    public int Length
    {
        get => _length;
        set
        {
            if (value > _length)
                Append('\0', value - _length);
            _length = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    [IndexerName("Chars")]
    public char this[int index]
    {
        get => _text.AsSpan(0, _length)[index];
        set => _text.AsSpan(0, _length)[index] = value;
    }

    public StringBuilder Append(char value)
    {
        Room(1)[0] = value;
        _length++;
        return this;
    }

    public StringBuilder Append(char value, int repeatCount)
    {
        Room(repeatCount)[..repeatCount].Fill(value);
        _length += repeatCount;
        return this;
    }

    public StringBuilder Append(string? value) => Append(value.AsSpan());

    public StringBuilder Append(ReadOnlySpan<char> value)
    {
        value.CopyTo(Room(value.Length));
        _length += value.Length;
        return this;
    }

#pragma warning disable CA1830 // these are the overloads that it asks for
    public StringBuilder Append(int value) => Append(value.ToString());

    public StringBuilder Append(uint value) => Append(value.ToString());

    public StringBuilder Append(long value) => Append(value.ToString());

    public StringBuilder Append(ulong value) => Append(value.ToString());

    public StringBuilder Append(bool value) => Append(value.ToString());
#pragma warning restore CA1830

    public StringBuilder Append(object? value) => Append(value?.ToString());

    public StringBuilder AppendLine() => Append(Environment.NewLine);

    public StringBuilder AppendLine(string? value) => Append(value).AppendLine();

    public StringBuilder Insert(int index, string? value)
    {
        if ((uint)index > (uint)_length)
            Throw.SliceOutOfRange();
        int length = value.AsSpan().Length;
        Room(length);
        _text.AsSpan(index, _length - index).CopyTo(_text.AsSpan(index + length));
        value.AsSpan().CopyTo(_text.AsSpan(index));
        _length += length;
        return this;
    }

    public StringBuilder Remove(int startIndex, int length)
    {
        _text.AsSpan(0, _length)[(startIndex + length)..].CopyTo(_text.AsSpan(startIndex));
        _length -= length;
        return this;
    }

    public StringBuilder Replace(string oldValue, string? newValue)
    {
        string text = ToString().Replace(oldValue, newValue);
        return Clear().Append(text);
    }

    public StringBuilder Clear()
    {
        _length = 0;
        return this;
    }

    public override string ToString() => new(_text.AsSpan(0, _length));

    private Span<char> Room(int length)
    {
        int needed = checked(_length + length);
        if (needed > _text.Length)
            Array.Resize(ref _text!, Math.Max(needed, checked(_text.Length * 2)));
        return _text.AsSpan(_length);
    }
}
