namespace System;

// Spans are sliced by csc itself, which turns s[a..b] into s.Slice(a, b - a) and s[^1] into s[s.Length - 1].
// It still wants to see the types.

public readonly struct Index(int value, bool fromEnd = false)
{
    private readonly int _value = fromEnd ? ~value : value;

    public int GetOffset(int length) => _value < 0 ? length + _value + 1 : _value;

    public static implicit operator Index(int value) => new(value);
}

public readonly struct Range(Index start, Index end)
{
    public Index Start { get; } = start;

    public Index End { get; } = end;

    public static Range StartAt(Index start) => new(start, new(0, fromEnd: true));

    public static Range EndAt(Index end) => new(0, end);

    public static Range All => new(0, new(0, fromEnd: true));
}
