internal sealed class Delegates
{
    private readonly string _name = "this";
    private static string s_log = "";

    private event Action<int>? Happened;

    public static void Run()
    {
        Func<int, int> twice = Twice;
        Probe.Equal("delegate of a static method", 8, twice(4));
        var self = new Delegates();
        Func<string> named = self.Name;
        Probe.Equal("delegate of an instance method", "this", named());
        int captured = 5;
        Func<int, int> add = n => n + captured;
        captured = 10;
        Probe.Equal("lambda with a capture", 11, add(1));
        Probe.Equal("lambda without captures", 9, ((Func<int, int>)(static n => n * n))(3));
        Func<object, string> text = thing => thing.ToString()!;
        Func<string, object> wider = text;
        Probe.Equal("delegate variance", "v", (string)wider("v"));
        IEnumerable<int> numbers = new List<int> { 1, 2, 3 };
        Func<IEnumerator<int>> get = numbers.GetEnumerator;
        using (var each = get())
            Probe.True("delegate of an interface method", each.MoveNext() && each.Current == 1);
        Func<string> extension = "abc".Shout;
        Probe.Equal("delegate of an extension method", "abc!", extension());
        Func<string> boxedText = 5.ToString;
        Probe.Equal("delegate of a struct's method", "5", boxedText());
        Action first = () => s_log += "1", second = () => s_log += "2";
        var both = first + second + first;
        both();
        both = (both - first)!;
        both();
        Probe.Equal("multicast", "12112", s_log);
        Probe.True("multicast comparison", first + second == first + second && first != second
            && (first + second).GetInvocationList().Length == 2 && first - first is null);
        Func<int> last = () => 1;
        last += () => 2;
        Probe.Equal("multicast result", 2, last());
        int seen = 0;
        self.Happened += n => seen += n;
        self.Happened += n => seen += n * 10;
        self.Happened?.Invoke(3);
        Probe.Equal("event", 33, seen);
        Probe.Equal("local function", 120, Factorial(5));
        Func<int, Func<int, int>> curried = a => b => a * 10 + b;
        Probe.Equal("lambda of lambdas", 42, curried(4)(2));
        Func<int> counter = Counter();
        counter();
        Probe.Equal("lambda that keeps state", 2, counter());
        Comparison<string> compare = string.CompareOrdinal;
        Probe.True("delegate of a library method", compare("a", "b") < 0);
        Func<Big, Big> large = b => new() { A = b.D, D = b.A };
        Probe.Equal("delegate with large structs", 7, (int)large(new() { A = 7 }).D);

        int Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
    }

    private string Name() => _name;

    private static int Twice(int n) => 2 * n;

    private static Func<int> Counter()
    {
        int count = 0;
        return () => ++count;
    }

    private struct Big
    {
        public long A, B = 1, C = 1, D;

        public Big()
        {
        }
    }
}

internal static class Shouting
{
    public static string Shout(this string text) => text + "!";
}
