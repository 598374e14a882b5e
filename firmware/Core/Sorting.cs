namespace System;

/// <summary>Heap sort: no memory beside the span, and no order of items that makes it slow.</summary>
internal static class Sorting
{
    internal static void Sort<T>(Span<T> span, Comparison<T> compare)
    {
        for (int root = span.Length / 2 - 1; root >= 0; root--)
            Sink(span, root, compare);
        for (int end = span.Length - 1; end > 0; end--)
        {
            (span[0], span[end]) = (span[end], span[0]);
            Sink(span[..end], 0, compare);
        }
    }

    private static void Sink<T>(Span<T> heap, int item, Comparison<T> compare)
    {
        for (int child = 2 * item + 1; child < heap.Length; item = child, child = 2 * item + 1)
        {
            if (child + 1 < heap.Length && compare(heap[child], heap[child + 1]) < 0)
                child++;
            if (compare(heap[item], heap[child]) >= 0)
                return;
            (heap[item], heap[child]) = (heap[child], heap[item]);
        }
    }
}
