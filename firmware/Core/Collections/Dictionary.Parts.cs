namespace System.Collections.Generic;

public partial class Dictionary<TKey, TValue>
{
    /// <summary>A live view of its keys.</summary>
    public sealed class KeyCollection(Dictionary<TKey, TValue> dictionary) : ICollection<TKey>, IReadOnlyCollection<TKey>
    {
        public int Count => dictionary.Count;

        bool ICollection<TKey>.IsReadOnly => true;

        public void CopyTo(TKey[] array, int index)
        {
            foreach (var pair in dictionary)
                array[index++] = pair.Key;
        }

        bool ICollection<TKey>.Contains(TKey item) => dictionary.ContainsKey(item);

        void ICollection<TKey>.Add(TKey item) => throw new NotSupportedException();

        void ICollection<TKey>.Clear() => throw new NotSupportedException();

        bool ICollection<TKey>.Remove(TKey item) => throw new NotSupportedException();

        public Enumerator GetEnumerator() => new(dictionary);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public struct Enumerator : IEnumerator<TKey>
        {
            private Dictionary<TKey, TValue>.Enumerator _pairs;

            internal Enumerator(Dictionary<TKey, TValue> dictionary) => _pairs = new(dictionary);

            public readonly TKey Current => _pairs.Current.Key;

            readonly object? IEnumerator.Current => Current;

            public bool MoveNext() => _pairs.MoveNext();

            readonly void IEnumerator.Reset() => throw new NotSupportedException();

            public readonly void Dispose()
            {
            }
        }
    }

    /// <summary>A live view of its values.</summary>
    public sealed class ValueCollection(Dictionary<TKey, TValue> dictionary) : ICollection<TValue>, IReadOnlyCollection<TValue>
    {
        public int Count => dictionary.Count;

        bool ICollection<TValue>.IsReadOnly => true;

        public void CopyTo(TValue[] array, int index)
        {
            foreach (var pair in dictionary)
                array[index++] = pair.Value;
        }

        bool ICollection<TValue>.Contains(TValue item) => Holds(item);

        private bool Holds(TValue item)
        {
            foreach (var pair in dictionary)
            {
                if (EqualityComparer<TValue>.Default.Equals(pair.Value, item))
                    return true;
            }

            return false;
        }

        void ICollection<TValue>.Add(TValue item) => throw new NotSupportedException();

        void ICollection<TValue>.Clear() => throw new NotSupportedException();

        bool ICollection<TValue>.Remove(TValue item) => throw new NotSupportedException();

        public Enumerator GetEnumerator() => new(dictionary);

        IEnumerator<TValue> IEnumerable<TValue>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public struct Enumerator : IEnumerator<TValue>
        {
            private Dictionary<TKey, TValue>.Enumerator _pairs;

            internal Enumerator(Dictionary<TKey, TValue> dictionary) => _pairs = new(dictionary);

            public readonly TValue Current => _pairs.Current.Value;

            readonly object? IEnumerator.Current => Current;

            public bool MoveNext() => _pairs.MoveNext();

            readonly void IEnumerator.Reset() => throw new NotSupportedException();

            public readonly void Dispose()
            {
            }
        }
    }
}
