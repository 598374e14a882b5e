using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    public Span(T[]? array)
    {
        if (array is null)
        {
            this = default;
            return;
        }

        _start = Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        _length = array.Length;
    }

    public Span(T[]? array, int start, int length) => this = new Span<T>(array).Slice(start, length);

    public Span(ref T reference) : this(ref reference, 1)
    {
    }

    internal Span(ref T reference, int length)
    {
        _start = Unsafe.AsPointer(ref reference);
        _length = length;
    }

    public static Span<T> Empty => default;

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

    public static implicit operator Span<T>(T[]? array) => new(array);

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

    public void Fill(T value)
    {
        for (int i = 0; i < _length; i++)
            Unsafe.Add(ref Reference, i) = value;
    }

    public void CopyTo(Span<T> destination) => ((ReadOnlySpan<T>)this).CopyTo(destination);

    public bool TryCopyTo(Span<T> destination) => ((ReadOnlySpan<T>)this).TryCopyTo(destination);

    public T[] ToArray() => ((ReadOnlySpan<T>)this).ToArray();

    public ref T GetPinnableReference() => ref Reference;

    public override string ToString() => ((ReadOnlySpan<T>)this).ToString();

    internal ref T Reference => ref Unsafe.AsRef<T>(_start);

    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator
    {
        private readonly Span<T> _span;
        private int _index = -1;

        internal Enumerator(Span<T> span) => _span = span;

        public readonly ref T Current => ref _span[_index];

        public bool MoveNext() => ++_index < _span.Length;
    }
}
