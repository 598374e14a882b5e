namespace Bq2.Image;

/// <summary>The ranges where at least one of two disks has data, for walking along both.</summary>
internal static class DataRunUnion
{
    /// <summary>The ranges in either list, in order and without overlap.</summary>
    public static IEnumerable<(long Start, long Length)> Of(IEnumerable<(long, long)> one, IEnumerable<(long, long)> other)
    {
        using IEnumerator<(long Offset, long Length)> left = one.GetEnumerator(), right = other.GetEnumerator();
        bool hasLeft = left.MoveNext(), hasRight = right.MoveNext();
        long start = 0, end = 0;
        while (hasLeft || hasRight)
        {
            bool takeLeft = hasLeft && (!hasRight || left.Current.Offset <= right.Current.Offset);
            var (offset, length) = takeLeft ? left.Current : right.Current;
            if (offset > end)
            {
                if (end > start)
                    yield return (start, end - start);
                (start, end) = (offset, offset);
            }

            end = Math.Max(end, offset + length);
            if (takeLeft)
                hasLeft = left.MoveNext();
            else
                hasRight = right.MoveNext();
        }

        if (end > start)
            yield return (start, end - start);
    }
}
