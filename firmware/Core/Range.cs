namespace System;

// Spans are sliced by csc itself, which makes s.Slice(a, b - a) of s[a..b], and s[s.Length - 1] of s[^1].
// It wants to see the types all the same.

public readonly struct Index(int value, bool fromEnd = false)
{
    private readonly int _value = fromEnd ? ~value : value;

    public int GetOffset(int length) => _value < 0 ? length + _value + 1 : _value;

    public static implicit operator Index(int value) => new(value);
}

public readonly struct Range(Index start, Index end)
{
    public Index Start => start;

    public Index End => end;
}
