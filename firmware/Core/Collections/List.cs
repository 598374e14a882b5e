namespace System.Collections.Generic;

public class List<T> : IList<T>, IReadOnlyList<T>
{
    private const int FirstCapacity = 4;

    private T[] _items;
    private int _count;

    // As .NET does, we report a change during a foreach.
    private int _version;

    public List() => _items = [];

    public List(int capacity) => _items = new T[capacity];

    public List(IEnumerable<T> collection) : this(collection is ICollection<T> { Count: var count } ? count : 0) => AddRange(collection);

    public int Count => _count;

    public int Capacity => _items.Length;

    bool ICollection<T>.IsReadOnly => false;

    public T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_count)
                Throw.SliceOutOfRange();
            return _items[index];
        }

        set
        {
            if ((uint)index >= (uint)_count)
                Throw.SliceOutOfRange();
            _items[index] = value;
            _version++;
        }
    }

    public void Add(T item) => Insert(_count, item);

    public void AddRange(IEnumerable<T> collection)
    {
        foreach (var item in collection)
            Add(item);
    }

    public void Insert(int index, T item)
    {
        if ((uint)index > (uint)_count)
            Throw.SliceOutOfRange();
        if (_count == _items.Length)
            Array.Resize(ref _items!, Math.Max(FirstCapacity, checked(_count * 2)));
        _items.AsSpan(index, _count - index).CopyTo(_items.AsSpan(index + 1));
        _items[index] = item;
        _count++;
        _version++;
    }

    public bool Remove(T item)
    {
        int index = IndexOf(item);
        if (index >= 0)
            RemoveAt(index);
        return index >= 0;
    }

    public void RemoveAt(int index)
    {
        if ((uint)index >= (uint)_count)
            Throw.SliceOutOfRange();
        _items.AsSpan(index + 1, _count - index - 1).CopyTo(_items.AsSpan(index));
        _count--;
        _version++;
    }

    public void Clear()
    {
        _count = 0;
        _version++;
    }

    public int IndexOf(T item)
    {
        for (int i = 0; i < _count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(_items[i], item))
                return i;
        }

        return -1;
    }

    public bool Contains(T item) => IndexOf(item) >= 0;

    public T? Find(Predicate<T> match)
    {
        foreach (var item in this)
        {
            if (match(item))
                return item;
        }

        return default;
    }

    public void Reverse() => _items.AsSpan(0, _count).Reverse();

    public void Sort() => Sort(Comparer<T>.Default.Compare);

    public void Sort(Comparison<T> comparison)
    {
        Sorting.Sort(_items.AsSpan(0, _count), comparison);
        _version++;
    }

    public void CopyTo(T[] array, int arrayIndex) => _items.AsSpan(0, _count).CopyTo(array.AsSpan(arrayIndex));

    public T[] ToArray() => _items.AsSpan(0, _count).ToArray();

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<T>
    {
        private readonly List<T> _list;
        private readonly int _version;
        private int _index;

        internal Enumerator(List<T> list)
        {
            _list = list;
            _version = list._version;
            _index = -1;
        }

        public readonly T Current => _list._items[_index];

        readonly object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_version != _list._version)
                throw new InvalidOperationException("Collection was modified; enumeration operation may not execute.");
            return ++_index < _list._count;
        }

        void IEnumerator.Reset() => _index = -1;

        public readonly void Dispose()
        {
        }
    }
}
