using System.Diagnostics.CodeAnalysis;

namespace System.Collections.Generic;

/// <summary>Chained entries, kept in the order of insertion as long as none is removed.</summary>
public partial class Dictionary<TKey, TValue> : IEnumerable<KeyValuePair<TKey, TValue>> where TKey : notnull
{
    private Entry[] _entries = [];
    private int[] _buckets = [];       // the entry whose chain begins there, plus one
    private int _used;                 // entries that were ever taken
    private int _free = -1;            // the first of those given back
    private int _version;

    public int Count { get; private set; }

    public KeyCollection Keys => new(this);

    public ValueCollection Values => new(this);

    public TValue this[TKey key]
    {
        get => TryGetValue(key, out var value)
            ? value
            : throw new KeyNotFoundException("The given key '" + key + "' was not present in the dictionary.");
        set => Put(key, value, mayReplace: true);
    }

    public void Add(TKey key, TValue value)
    {
        if (!Put(key, value, mayReplace: false))
            throw new ArgumentException("An item with the same key has already been added. Key: " + key);
    }

    public bool TryAdd(TKey key, TValue value) => Put(key, value, mayReplace: false);

    public bool ContainsKey(TKey key) => Find(key) >= 0;

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        int found = Find(key);
        value = found >= 0 ? _entries[found].Value : default;
        return found >= 0;
    }

    public bool Remove(TKey key)
    {
        int found = Find(key);
        if (found < 0)
            return false;

        ref int link = ref _buckets[Bucket(_entries[found].Hash)];
        while (link - 1 != found)
            link = ref _entries[link - 1].Next;
        link = _entries[found].Next;
        _entries[found] = new() { Next = _free, IsFree = true };
        _free = found;
        Count--;
        _version++;
        return true;
    }

    public void Clear()
    {
        _entries = [];
        _buckets = [];
        _used = 0;
        _free = -1;
        Count = 0;
        _version++;
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(TKey key)
    {
        if (key is null)
            throw new ArgumentNullException(nameof(key));
        if (_buckets.Length == 0)
            return -1;

        int hash = EqualityComparer<TKey>.Default.GetHashCode(key);
        int at = _buckets[Bucket(hash)] - 1;
        while (at >= 0 && !(_entries[at].Hash == hash && EqualityComparer<TKey>.Default.Equals(_entries[at].Key, key)))
            at = _entries[at].Next - 1;
        return at;
    }

    private bool Put(TKey key, TValue value, bool mayReplace)
    {
        int found = Find(key);
        if (found >= 0 && !mayReplace)
            return false;
        if (found < 0)
        {
            found = Take(EqualityComparer<TKey>.Default.GetHashCode(key));
            _entries[found].Key = key;
            Count++;
        }

        _entries[found].Value = value;
        _version++;
        return true;
    }

    /// <summary>Adds an entry at the head of its chain.</summary>
    private int Take(int hash)
    {
        int taken = _free;
        if (taken >= 0)
            _free = _entries[taken].Next;
        else
            taken = TakeNew();

        ref int head = ref _buckets[Bucket(hash)];
        _entries[taken] = new() { Hash = hash, Next = head };
        head = taken + 1;
        return taken;
    }

    private int TakeNew()
    {
        if (_used == _entries.Length)
            Grow();
        return _used++;
    }

    private void Grow()
    {
        Array.Resize(ref _entries!, Math.Max(8, checked(_used * 2)));
        _buckets = new int[_entries.Length];
        for (int i = 0; i < _used; i++)
        {
            ref int head = ref _buckets[Bucket(_entries[i].Hash)];
            _entries[i].Next = head;
            head = i + 1;
        }
    }

    // The number of buckets is a power of two; hashes of small numbers differ in their low bits.
    private int Bucket(int hash) => (hash ^ hash >> 16) & _buckets.Length - 1;

    private struct Entry
    {
        public TKey Key;
        public TValue Value;
        public int Hash;
        public int Next;               // in the chain, plus one; of a free entry, the next free one
        public bool IsFree;
    }

    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly Dictionary<TKey, TValue> _dictionary;
        private readonly int _version;
        private int _index;

        internal Enumerator(Dictionary<TKey, TValue> dictionary)
        {
            _dictionary = dictionary;
            _version = dictionary._version;
            _index = -1;
        }

        public readonly KeyValuePair<TKey, TValue> Current => new(_dictionary._entries[_index].Key, _dictionary._entries[_index].Value);

        readonly object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_version != _dictionary._version)
                throw new InvalidOperationException("Collection was modified; enumeration operation may not execute.");
            while (++_index < _dictionary._used && _dictionary._entries[_index].IsFree)
            {
            }

            return _index < _dictionary._used;
        }

        void IEnumerator.Reset() => _index = -1;

        public readonly void Dispose()
        {
        }
    }
}

public readonly struct KeyValuePair<TKey, TValue>(TKey key, TValue value)
{
    public TKey Key => key;

    public TValue Value => value;

    public void Deconstruct(out TKey key, out TValue value) => (key, value) = (Key, Value);

    public override string ToString() => "[" + key + ", " + value + "]";
}

public class KeyNotFoundException(string? message) : SystemException(message)
{
    public KeyNotFoundException() : this("The given key was not present in the dictionary.")
    {
    }
}
