using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System;

public readonly unsafe ref struct ReadOnlySpan<T>
{
    private readonly void* _start;
    private readonly int _length;

    public ReadOnlySpan(void* pointer, int length)
    {
        if (length < 0)
            Throw.NegativeLength();
        _start = pointer;
        _length = length;
    }

    public ReadOnlySpan(T[]? array)
    {
        if (array is null)
        {
            this = default;
            return;
        }

        _start = Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        _length = array.Length;
    }

    public ReadOnlySpan(T[]? array, int start, int length) => this = new ReadOnlySpan<T>(array).Slice(start, length);

    public ReadOnlySpan(ref readonly T reference) : this(in reference, 1)
    {
    }

    internal ReadOnlySpan(ref readonly T reference, int length)
    {
        _start = Unsafe.AsPointer(in reference);
        _length = length;
    }

    public static ReadOnlySpan<T> Empty => default;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    public ref readonly T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
                Throw.IndexOutOfRange();
            return ref Unsafe.Add(ref Reference, index);
        }
    }

    public static implicit operator ReadOnlySpan<T>(T[]? array) => new(array);

    public ReadOnlySpan<T> Slice(int start) => Slice(start, _length - start);

    public ReadOnlySpan<T> Slice(int start, int length)
    {
        // As unsigned numbers: a negative start or length is a large one.
        if ((uint)start > (uint)_length || (uint)length > (uint)(_length - start))
            Throw.SliceOutOfRange();
        return new(in Unsafe.Add(ref Reference, start), length);
    }

    public void CopyTo(Span<T> destination)
    {
        if (_length > destination.Length)
            Throw.TooShort();
        SpanHelpers.Memmove(
            ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(destination)), ref Unsafe.As<T, byte>(ref Reference),
            (nuint)_length * (nuint)Unsafe.SizeOf<T>());
    }

    public bool TryCopyTo(Span<T> destination)
    {
        bool fits = _length <= destination.Length;
        if (fits)
            CopyTo(destination);
        return fits;
    }

    public T[] ToArray()
    {
        var array = new T[_length];
        CopyTo(array);
        return array;
    }

    public ref readonly T GetPinnableReference() => ref Reference;

    public override string ToString() =>
        typeof(T) == typeof(char)
            ? new string(new ReadOnlySpan<char>(in Unsafe.As<T, char>(ref Reference), _length))
            : "System.ReadOnlySpan";

    internal ref T Reference => ref Unsafe.AsRef<T>(_start);

    public Enumerator GetEnumerator() => new(this);

    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<T> _span;
        private int _index = -1;

        internal Enumerator(ReadOnlySpan<T> span) => _span = span;

        public readonly ref readonly T Current => ref _span[_index];

        public bool MoveNext() => ++_index < _span.Length;
    }
}
