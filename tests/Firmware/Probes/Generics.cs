internal static class Generics
{
    public static void Run()
    {
        Probe.Equal("generic over structs", 3, Max(1, 3));
        Probe.Equal("generic over references", "pear", Max("apple", "pear"));
        var box = new Box<string>("x");
        Probe.Equal("generic class over references", "x/System.String", box.Value + "/" + (box.Is<string>() ? "System.String" : "?"));
        Probe.Equal("generic class over structs", 12, new Box<int>(12).Value);
        Probe.True("default of a type parameter", box.Default() is null && new Box<int>(1).Default() == 0
            && new Box<(int, string)>((1, "")).Default() == (0, null!));
        Probe.True("new array of a type parameter", box.Many(3).Length == 3 && new Box<byte>(1).Many(2)[1] == 1);
        Probe.True("statics of a generic class", Count<int>.Next() == 1 && Count<int>.Next() == 2 && Count<string>.Next() == 1
            && Count<object>.Next() == 1);
        Probe.True("cast to a type parameter", Cast<string>("s") == "s" && Cast<int>(5) == 5 && Is<Box<string>>(box)
            && !Is<Box<object>>(box) && !Is<string>(5));
        var nested = new Box<Box<int>>(new(4));
        Probe.Equal("nested generics", 4, nested.Value.Value);
        Probe.Equal("generic constraint new", "made", Make<Made>().Text);
        Probe.Equal("generic delegate", "1,2,3", Map([1, 2, 3], n => n.ToString()));
        Probe.True("tuples", (1, "a") == (1, "a") && (1, 2).Equals((1, 2)) && (1, 2).ToString() == "(1, 2)" && Swap((1, "z")).Item1 == "z");
        Probe.Equal("generic method on a generic class", "Int32 to text: 7", new Box<int>(7).Convert(n => "Int32 to text: " + n));
        Probe.Equal("generic virtual class", "b", new Sub<string>().Get("b"));
        Probe.Equal("delegate of a generic method, in shared code", "same same", Same("same") + " " + Same<object>("same"));
        Probe.Equal("delegate of a generic instance method, in shared code", "kept x", new Keeper("kept ").Through<string>("x"));
        Probe.Equal("function pointer to a generic method, in shared code", "p", Pointed("p"));
        Probe.Equal("lambda in shared code", "[y]", Wrapped("y")());
        Probe.Equal("constrained call in shared code", "7 seven", Text(7) + " " + Text("seven"));
        Probe.Equal("generic interface in shared code", "3", Of<string>(new Lengths(), "abc"));
        Probe.Equal("inheritance from a generic", "deep", ((Base<string>)new Sub<string>()).Get("deep"));
    }

    private static T Max<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) >= 0 ? a : b;

    private static T Cast<T>(object value) => (T)value;

    private static bool Is<T>(object value) => value is T;

    private static T Make<T>() where T : new() => new();

    private static (B, A) Swap<A, B>((A, B) pair) => (pair.Item2, pair.Item1);

    private static string Map<T>(T[] items, Func<T, string> map)
    {
        var texts = new List<string>();
        foreach (var item in items)
            texts.Add(map(item));
        return string.Join(",", texts);
    }

    private static T Id<T>(T value) => value;

    private static T Same<T>(T value)
    {
        Func<T, T> id = Id<T>;
        return id(value);
    }

    private static unsafe T Pointed<T>(T value)
    {
        delegate*<T, T> id = &Id<T>;
        return id(value);
    }

    private static Func<string> Wrapped<T>(T value) => () => "[" + value + "]";

    private static string? Text<T>(T value) => value!.ToString();

    private static string Of<T>(IText<T> text, T value) => text.Of(value);

    private interface IText<in T>
    {
        string Of(T value);
    }

    private sealed class Lengths : IText<string>
    {
        public string Of(string value) => value.Length.ToString();
    }

    private sealed class Keeper(string text)
    {
        public string Keep<T>(T value) => text + value;

        public string Through<T>(T value)
        {
            Func<T, string> keep = Keep<T>;
            return keep(value);
        }
    }

    private sealed class Made
    {
        public string Text => "made";
    }

    private sealed class Box<T>(T value)
    {
        public T Value => value;

        public T? Default() => default;

        public T[] Many(int count)
        {
            var items = new T[count];
            items.AsSpan().Fill(value);
            return items;
        }

        public bool Is<U>() => typeof(T) == typeof(U);

        public U Convert<U>(Func<T, U> convert) => convert(value);
    }

    private abstract class Base<T>
    {
        public virtual T Get(T value) => value;
    }

    private sealed class Sub<T> : Base<T>
    {
        public override T Get(T value) => base.Get(value);
    }

    private static class Count<T>
    {
        private static int s_count;

        public static int Next() => ++s_count;
    }
}
