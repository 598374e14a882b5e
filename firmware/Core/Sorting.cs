namespace System;

/// <summary>
/// .NET's sort, step by step, so that equal items end in the same order as there, although no sort promises one. Up to 16 items are sorted
/// by insertion, larger parts are partitioned, and heap sort takes over if partitioning does not help.
/// </summary>
internal static class Sorting
{
    private const int SmallSize = 16;

    internal static void Sort<T>(Span<T> span, Comparison<T> compare)
    {
        int levels = 0;
        for (int rest = span.Length; rest > 0; rest >>= 1)
            levels++;
        Sort(span, 2 * levels, compare);
    }

    private static void Sort<T>(Span<T> span, int levels, Comparison<T> compare)
    {
        while (span.Length > SmallSize)
        {
            if (levels-- == 0)
            {
                SortAsHeap(span, compare);
                return;
            }

            int middle = Divide(span, compare);
            Sort(span[(middle + 1)..], levels, compare);
            span = span[..middle];
        }

        if (span.Length == 3)
            SortThree(span, 1, 2, compare);
        else
            SortSmall(span, compare);
    }

    /// <summary>The first item and two others.</summary>
    private static void SortThree<T>(Span<T> span, int middle, int last, Comparison<T> compare)
    {
        SwapIfGreater(span, 0, middle, compare);
        SwapIfGreater(span, 0, last, compare);
        SwapIfGreater(span, middle, last, compare);
    }

    private static void SwapIfGreater<T>(Span<T> span, int i, int j, Comparison<T> compare)
    {
        if (compare(span[i], span[j]) > 0)
            (span[i], span[j]) = (span[j], span[i]);
    }

    private static void SortSmall<T>(Span<T> span, Comparison<T> compare)
    {
        for (int i = 1; i < span.Length; i++)
        {
            T item = span[i];
            int at = i;
            for (; at > 0 && compare(item, span[at - 1]) < 0; at--)
                span[at] = span[at - 1];
            span[at] = item;
        }
    }

    /// <summary>Partitions around an item: smaller ones before it, larger ones after it. Returns the item's place.</summary>
    private static int Divide<T>(Span<T> span, Comparison<T> compare)
    {
        int last = span.Length - 1, middle = last >> 1;
        SortThree(span, middle, last, compare);
        T item = span[middle];
        (span[middle], span[last - 1]) = (span[last - 1], span[middle]);
        int left = 0, right = last - 1;
        while (left < right)
        {
            // With an inconsistent order the search stops at the span's bounds, as in .NET.
            do
                left++;
            while (compare(span[left], item) < 0);
            do
                right--;
            while (compare(item, span[right]) < 0);
            if (left < right)
                (span[left], span[right]) = (span[right], span[left]);
        }

        if (left != last - 1)
            (span[left], span[last - 1]) = (span[last - 1], span[left]);
        return left;
    }

    private static void SortAsHeap<T>(Span<T> span, Comparison<T> compare)
    {
        for (int root = span.Length / 2 - 1; root >= 0; root--)
            Sink(span, root, compare);
        for (int end = span.Length - 1; end > 0; end--)
        {
            (span[0], span[end]) = (span[end], span[0]);
            Sink(span[..end], 0, compare);
        }
    }

    private static void Sink<T>(Span<T> heap, int at, Comparison<T> compare)
    {
        T item = heap[at];
        for (int child = 2 * at + 1; child < heap.Length; at = child, child = 2 * at + 1)
        {
            if (child + 1 < heap.Length && compare(heap[child], heap[child + 1]) < 0)
                child++;
            if (compare(item, heap[child]) >= 0)
                break;
            heap[at] = heap[child];
        }

        heap[at] = item;
    }
}
