namespace System.Collections.Generic;

public abstract class EqualityComparer<T> : IEqualityComparer<T>
{
    public static EqualityComparer<T> Default { get; } = new OfType();

    public abstract bool Equals(T? x, T? y);

    public abstract int GetHashCode(T obj);

    // If T is a struct, the compiler removes the boxes.
    private sealed class OfType : EqualityComparer<T>
    {
        public override bool Equals(T? x, T? y)
        {
            if (x is null || y is null)
                return x is null && y is null;
            return x is IEquatable<T> equatable ? equatable.Equals(y) : x.Equals(y);
        }

        public override int GetHashCode(T obj) => obj?.GetHashCode() ?? 0;
    }
}

public abstract class Comparer<T> : IComparer<T>
{
    public static Comparer<T> Default { get; } = new OfType();

    public abstract int Compare(T? x, T? y);

    private sealed class OfType : Comparer<T>
    {
        public override int Compare(T? x, T? y)
        {
            if (x is null || y is null)
                return x is null ? y is null ? 0 : -1 : 1;
            if (x is IComparable<T> comparable)
                return comparable.CompareTo(y);
            return x is IComparable other
                ? other.CompareTo(y)
                : throw new InvalidOperationException("At least one object must implement IComparable.");
        }
    }
}
