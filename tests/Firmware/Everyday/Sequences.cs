// Iterators, delegates, lambdas with captures, events: what LINQ would do, by hand.
foreach (int n in Take(Where(Squares(), n => n % 2 == 1), 5))
    Console.Write(n + " ");
Console.WriteLine();
Console.WriteLine(string.Join(",", Map(Take(Fibonacci(), 12), n => n.ToString("X"))));
Console.WriteLine(Fold(Take(Fibonacci(), 20), 0L, (sum, n) => sum + n));
foreach (var (i, word) in Numbered(["zero", "one", "two"]))
    Console.Write($"{i}={word} ");
Console.WriteLine();

var actions = new List<Action>();
for (int i = 0; i < 3; i++)
{
    int copy = i * 10;
    actions.Add(() => Console.Write($"{i}/{copy++} "));
}

foreach (var action in actions)
    action();
foreach (var action in actions)
    action();
Console.WriteLine();

Func<int, Func<int, int>> add = a => b => a + b;
Func<int, int> twice = Compose<int, int, int>(add(3), n => n * 2);
Console.WriteLine($"{twice(4)} {Apply(twice, 3, 1)}");
Func<int, int> factorial = null!;
factorial = n => n <= 1 ? 1 : n * factorial(n - 1);
Console.WriteLine(factorial(10));

var bell = new Bell();
int rings = 0;
EventHandler<string> count = (_, _) => rings++;
bell.Rung += count;
bell.Rung += (sender, how) => Console.WriteLine($"{sender} rang {how} ({rings})");
bell.Ring("loudly");
bell.Rung -= count;
bell.Ring("softly");
Action? none = null;
none?.Invoke();
Action both = bell.Once;
both += bell.Once;
both();
Console.WriteLine(both.GetInvocationList().Length + " " + (both == bell.Once) + " " + both);

var tree = new Node(8, new(3, new(1), new(6)), new(10, null, new(14)));
Console.WriteLine(string.Join(" ", tree.InOrder()));
using (var steps = tree.InOrder().GetEnumerator())
{
    steps.MoveNext();
    steps.MoveNext();
    Console.WriteLine(steps.Current);
}

static IEnumerable<int> Squares()
{
    for (int i = 1; ; i++)
        yield return i * i;
}

static IEnumerable<long> Fibonacci()
{
    (long a, long b) = (0, 1);
    while (true)
    {
        yield return a;
        (a, b) = (b, a + b);
    }
}

static IEnumerable<T> Where<T>(IEnumerable<T> items, Func<T, bool> isWanted)
{
    foreach (T item in items)
    {
        if (isWanted(item))
            yield return item;
    }
}

static IEnumerable<T> Take<T>(IEnumerable<T> items, int count)
{
    foreach (T item in items)
    {
        if (count-- == 0)
            yield break;
        yield return item;
    }
}

static IEnumerable<U> Map<T, U>(IEnumerable<T> items, Func<T, U> map)
{
    foreach (T item in items)
        yield return map(item);
}

static A Fold<T, A>(IEnumerable<T> items, A start, Func<A, T, A> step)
{
    foreach (T item in items)
        start = step(start, item);
    return start;
}

static IEnumerable<(int Index, T Item)> Numbered<T>(IEnumerable<T> items)
{
    int i = 0;
    foreach (T item in items)
        yield return (i++, item);
}

static Func<A, C> Compose<A, B, C>(Func<A, B> first, Func<B, C> second) => a => second(first(a));

static int Apply(Func<int, int> what, int times, int value)
{
    for (int i = 0; i < times; i++)
        value = what(value);
    return value;
}

sealed class Bell
{
    public event EventHandler<string>? Rung;

    public void Ring(string how) => Rung?.Invoke(this, how);

    public void Once() => Console.WriteLine("once");

    public override string ToString() => "the bell";
}

sealed class Node(int value, Node? left = null, Node? right = null)
{
    public IEnumerable<int> InOrder()
    {
        if (left is not null)
        {
            foreach (int below in left.InOrder())
                yield return below;
        }

        yield return value;
        if (right is not null)
        {
            foreach (int above in right.InOrder())
                yield return above;
        }
    }
}
