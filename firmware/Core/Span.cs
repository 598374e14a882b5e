using System.Runtime.CompilerServices;

namespace System;

public readonly unsafe ref struct Span<T>
{
    private readonly void* _start;
    private readonly int _length;

    public Span(void* pointer, int length)
    {
        if (length < 0)
            Throw.NegativeLength();
        _start = pointer;
        _length = length;
    }

    internal Span(ref T reference, int length)
    {
        _start = Unsafe.AsPointer(ref reference);
        _length = length;
    }

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
                Throw.IndexOutOfRange();
            return ref Unsafe.Add(ref Reference, index);
        }
    }

    public static implicit operator ReadOnlySpan<T>(Span<T> span) => new(in Unsafe.AsRef<T>(span._start), span._length);

    public Span<T> Slice(int start) => Slice(start, _length - start);

    public Span<T> Slice(int start, int length)
    {
        // As unsigned numbers: a negative start or length is a large one.
        if ((uint)start > (uint)_length || (uint)length > (uint)(_length - start))
            Throw.SliceOutOfRange();
        return new(ref Unsafe.Add(ref Reference, start), length);
    }

    public void Clear() =>
        SpanHelpers.ClearWithoutReferences(ref Unsafe.As<T, byte>(ref Reference), (nuint)_length * (nuint)Unsafe.SizeOf<T>());

    internal ref T Reference => ref Unsafe.AsRef<T>(_start);
}
