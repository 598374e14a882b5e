using CoreSorting = System.Sorting;

namespace Bq2.Tests.Cellar;

/// <summary>The core library's sort, compiled here as well, against .NET's own: equal items end in the same order.</summary>
public sealed class SortingTests
{
    // Who calls is asked seldom: it takes a thousand times as long as to compare.
    private const int Seldom = 97;

    [Fact]
    public void EqualItemsEndInTheOrderOfDotnet()
    {
        var random = Fuzzing.Random(21);
        for (int length = 0; length < 300; length++)
        {
            foreach (int kinds in (int[])[1, 2, 7, 1000])
                AssertSame([.. Enumerable.Range(0, length).Select(i => (random.Next(kinds), i))]);
        }

        AssertSame([.. Enumerable.Range(0, 5000).Select(i => (i / 3, i))]);
        AssertSame([.. Enumerable.Range(0, 5000).Select(i => (-i / 3, i))]);
    }

    /// <summary>
    /// What makes dividing useless, so that the heap takes over: items whose order is decided only when they are compared.
    /// </summary>
    [Fact]
    public void ItemsThatAreHardToDivideEndInTheOrderOfDotnet()
    {
        (int Key, int Number)[] ours = [.. Enumerable.Range(0, 2000).Select(i => (0, i))], theirs = [.. ours];
        int compared = 0, heaped = 0;

        CoreSorting.Sort(ours.AsSpan(), new Adversary().Compare);
        Array.Sort(theirs, new Adversary { Saw = () => heaped += compared++ % Seldom == 0 && IsInHeapSort() ? 1 : 0 }.Compare);

        Assert.Equal(theirs, ours);
        Assert.True(heaped > 0, "the heap was never asked for");
    }

    private static bool IsInHeapSort() =>
        new System.Diagnostics.StackTrace().ToString().Contains("HeapSort", StringComparison.Ordinal);

    private static void AssertSame((int Key, int Number)[] items)
    {
        (int Key, int Number)[] theirs = [.. items];

        CoreSorting.Sort(items.AsSpan(), (a, b) => a.Key.CompareTo(b.Key));
        Array.Sort(theirs, (a, b) => a.Key.CompareTo(b.Key));

        Assert.Equal(theirs, items);
    }

    /// <summary>McIlroy's "A Killer Adversary for Quicksort": each item stays as large as can be until two such meet.</summary>
    private sealed class Adversary
    {
        private readonly Dictionary<int, int> _solid = [];
        private int _candidate;

        public Action Saw { get; init; } = () => { };

        public int Compare((int Key, int Number) a, (int Key, int Number) b)
        {
            Saw();
            if (!_solid.ContainsKey(a.Number) && !_solid.ContainsKey(b.Number))
                _solid[a.Number == _candidate ? a.Number : b.Number] = _solid.Count;
            if (!_solid.ContainsKey(a.Number))
                _candidate = a.Number;
            else if (!_solid.ContainsKey(b.Number))
                _candidate = b.Number;
            return Value(a.Number).CompareTo(Value(b.Number));
        }

        private int Value(int number) => _solid.GetValueOrDefault(number, int.MaxValue);
    }
}
