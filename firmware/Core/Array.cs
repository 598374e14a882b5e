using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

public abstract class Array : ICloneable, IList
{
#pragma warning disable CS0649 // ilc puts the length here
    private readonly int _numComponents;
#pragma warning restore CS0649

    private protected Array()
    {
    }

    public int Length => _numComponents;

    public abstract object Clone();

    public abstract IEnumerator GetEnumerator();

    int ICollection.Count => Length;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    bool IList.IsFixedSize => true;

    bool IList.IsReadOnly => false;

    object? IList.this[int index]
    {
        get => GetValue(index);
        set => SetValue(value, index);
    }

    public abstract object? GetValue(int index);

    public abstract void SetValue(object? value, int index);

    public abstract void CopyTo(Array array, int index);

    bool IList.Contains(object? value) => ((IList)this).IndexOf(value) >= 0;

    int IList.IndexOf(object? value)
    {
        for (int i = 0; i < Length; i++)
        {
            if (Equals(GetValue(i), value))
                return i;
        }

        return -1;
    }

    int IList.Add(object? value) => throw FixedSize();

    void IList.Clear() => throw FixedSize();

    void IList.Insert(int index, object? value) => throw FixedSize();

    void IList.Remove(object? value) => throw FixedSize();

    void IList.RemoveAt(int index) => throw FixedSize();

    private protected static NotSupportedException FixedSize() => new("Collection was of a fixed size.");

    public static T[] Empty<T>() => EmptyArray<T>.Value;

    public static void Fill<T>(T[] array, T value) => array.AsSpan().Fill(value);

    public static int IndexOf<T>(T[] array, T value)
    {
        for (int i = 0; i < array.Length; i++)
        {
            if (EqualityComparer<T>.Default.Equals(array[i], value))
                return i;
        }

        return -1;
    }

    public static void Reverse<T>(T[] array) => array.AsSpan().Reverse();

    public static void Resize<T>(ref T[]? array, int newSize)
    {
        var resized = new T[newSize];
        array.AsSpan(0, Math.Min(array.AsSpan().Length, newSize)).CopyTo(resized);
        array = resized;
    }

    public static void Sort<T>(T[] array) => Sorting.Sort(array.AsSpan(), Comparer<T>.Default.Compare);

    public static void Sort<T>(T[] array, Comparison<T> comparison) => Sorting.Sort(array.AsSpan(), comparison);

    private static class EmptyArray<T>
    {
        internal static readonly T[] Value = new T[0];
    }
}

/// <summary>The class that ilc gives arrays: they get their interfaces from it.</summary>
internal sealed class Array<T> : Array, IList<T>, IReadOnlyList<T>
{
    int ICollection<T>.Count => Length;

    int IReadOnlyCollection<T>.Count => Length;

    bool ICollection<T>.IsReadOnly => true;

    T IReadOnlyList<T>.this[int index] => Self[index];

    T IList<T>.this[int index]
    {
        get => Self[index];
        set => Self[index] = value;
    }

    // No array is an instance of this class; arrays only use its methods.
    private T[] Self => Unsafe.As<T[]>(this);

    public override object Clone() => Self.AsSpan().ToArray();

    public override IEnumerator GetEnumerator() => new Enumerator(Self);

    public override object? GetValue(int index) => Self[index];

    public override void SetValue(object? value, int index) => Self[index] = (T)value!;

    public override void CopyTo(Array array, int index) => Self.AsSpan().CopyTo(((T[])(object)array).AsSpan(index));

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => new Enumerator(Self);

    int IList<T>.IndexOf(T item) => IndexOf(Self, item);

    bool ICollection<T>.Contains(T item) => IndexOf(Self, item) >= 0;

    void ICollection<T>.CopyTo(T[] array, int arrayIndex) => Self.AsSpan().CopyTo(array.AsSpan(arrayIndex));

    void ICollection<T>.Add(T item) => throw FixedSize();

    bool ICollection<T>.Remove(T item) => throw FixedSize();

    void ICollection<T>.Clear() => throw FixedSize();

    void IList<T>.Insert(int index, T item) => throw FixedSize();

    void IList<T>.RemoveAt(int index) => throw FixedSize();

    private sealed class Enumerator(T[] array) : IEnumerator<T>
    {
        private int _index = -1;

        public T Current => array[_index];

        object? IEnumerator.Current => Current;

        public bool MoveNext() => ++_index < array.Length;

        public void Reset() => _index = -1;

        public void Dispose()
        {
        }
    }
}
