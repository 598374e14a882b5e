internal static class Interfaces
{
    public static void Run()
    {
        IShape[] shapes = [new Square(3), new Circle(2), new Dot()];
        int area = 0;
        foreach (var shape in shapes)
            area += shape.Area(1);
        Probe.Equal("interface call", 9 + 12 + 0 + 3, area);
        Probe.Equal("interface call with many arguments", "1 2.5 three 4 5 6.5 Square", shapes[0].Many(1, 2.5, "three", 4, 5L, 6.5f));
        Probe.Equal("interface with a large result", "10 40", $"{shapes[1].Large(10).A} {shapes[1].Large(10).D}");
        Probe.Equal("interface property", "square circle shape", shapes[0].Name + " " + shapes[1].Name + " " + shapes[2].Name);
        object boxed = new Dot();
        Probe.Equal("interface on a boxed struct", 1, ((IShape)boxed).Area(1));
        Probe.True("interface is and as", boxed is IShape && (object)"x" is not IShape && shapes[0] as INamed is null
            && shapes[1] is INamed named && named.Given() == "round");
        Probe.Equal("explicit implementation", "round", ((INamed)shapes[1]).Given());
        IShape derived = new BigSquare();
        Probe.Equal("interface, overridden below", 401, derived.Area(1));
        Probe.Equal("interface, implemented anew below", "big square", ((INamed)derived).Given());
        IEnumerable<object> covariant = new List<string> { "a", "b" };
        int count = 0;
        foreach (object each in covariant)
            count += ((string)each).Length;
        Probe.Equal("interface covariance", 2, count);
        ITaker<string> contravariant = new Taker();
        Probe.Equal("interface contravariance", "took x", contravariant.Take("x"));
        IComparable<int> comparable = 5;
        Probe.True("interface on a number", comparable.CompareTo(7) < 0 && ((IFormattable)comparable).ToString("X2", null) == "05");
        IEquatable<string> equatable = "a";
        Probe.True("interface on a string", equatable.Equals("a"));
        Probe.Equal("static abstract member", 7, Sum<Seven>(1));
        Probe.Equal("static abstract member of a class", 8, Sum<Eight>(1));
        Probe.Equal("static abstract member in shared code", 24, Thrice<Eight>());
        Probe.Equal("default method on a struct", "shape", ((IShape)new Dot()).Name + NameOf(new Dot())[5..]);
        IEnumerable<object> ofStrings = new[] { "p", "qq" };
        int letters = 0;
        foreach (object each in ofStrings)
            letters += ((string)each).Length;
        Probe.Equal("array covariance through an interface", 3, letters);
        IReadOnlyList<object> listed = new[] { "r" };
        Probe.Equal("array covariance through a list", "r", (string)listed[0]);
        using (var scope = new Scope())
            Probe.True("using", !scope.Ended);
        Probe.Equal("using ends", 1, Scope.Ends);
        Probe.Equal("interface call through a generic", 9, AreaOf(new Square(3)) - 1);
        Probe.Equal("interface call on a struct through a generic", 1, AreaOf(new Dot()));
    }

    private static int Thrice<T>() where T : INumbered => Sum<T>(3);

    private static string NameOf<T>(T shape) where T : IShape => shape.Name;

    private static int AreaOf<T>(T shape) where T : IShape => shape.Area(1);

    private static int Sum<T>(int times) where T : INumbered => T.Number * times;

    private interface INumbered
    {
        static abstract int Number { get; }
    }

    private readonly struct Seven : INumbered
    {
        public static int Number => 7;
    }

    private sealed class Eight : INumbered
    {
        public static int Number => 8;
    }

    private struct Big
    {
        public long A, B = 1, C = 1, D;

        public Big()
        {
        }
    }

    private interface IShape
    {
        string Name => "shape";

        int Area(int margin);

        Big Large(int a) => new() { A = a, D = a * 4 };

        string Many(int a, double b, string c, int d, long e, float f) => "";
    }

    private interface INamed
    {
        string Given();
    }

    private class Square(int side) : IShape
    {
        public string Name => "square";

        public virtual int Area(int margin) => side * side + margin;

        public string Many(int a, double b, string c, int d, long e, float f) =>
            $"{a} {(b == 2.5 ? "2.5" : "?")} {c} {d} {e} {(f == 6.5f ? "6.5" : "?")} Square";
    }

    private sealed class BigSquare() : Square(10), INamed
    {
        public override int Area(int margin) => 400 + margin;

        string INamed.Given() => "big square";
    }

    private sealed class Circle(int radius) : IShape, INamed
    {
        public string Name => "circle";

        public int Area(int margin) => radius * radius * 3 + margin;

        string INamed.Given() => "round";
    }

    private readonly struct Dot : IShape
    {
        public int Area(int margin) => margin;
    }

    private interface ITaker<in T>
    {
        string Take(T what);
    }

    private sealed class Taker : ITaker<object>
    {
        public string Take(object what) => "took " + what;
    }

    private sealed class Scope : IDisposable
    {
        public static int Ends { get; private set; }

        public bool Ended { get; private set; }

        public void Dispose()
        {
            Ended = true;
            Ends++;
        }
    }
}
