namespace System;

// csc itself turns s[a..b] into s.Slice(a, b - a), and s[^1] into s[s.Length - 1],
// but it requires the types.

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
