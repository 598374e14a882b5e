using System.Collections;

internal static class Language
{
    private static int s_count;

    public static void Run()
    {
        Iterators();
        ControlFlow();
        ParametersAndPatterns();
        ClosuresAndCalls();
        FieldsAndNames();
    }

    private static void Iterators()
    {
        int sum = 0;
        foreach (int n in Squares(4))
            sum += n;
        Probe.Equal("iterator", 30, sum);
        string letters = "";
        foreach (string s in Both(["a", "b"], ["c"]))
            letters += s;
        Probe.Equal("iterator of iterators", "abc", letters);
        foreach (int n in Squares(100))
        {
            if (n > 10)
                break;
            s_count++;
        }

        Probe.Equal("iterator left early", 3, s_count);
    }

    private static void ControlFlow()
    {
        Probe.Equal("finally", "body finally", WithFinally(false));
        Probe.Equal("finally after return", "returned", WithReturn());
        Probe.Equal("finally of an early return", 1, s_ended);
        int i = 0;
    again:
        if (++i < 3)
            goto again;
        Probe.Equal("goto", 3, i);
    }

    private static void ParametersAndPatterns()
    {
        Probe.Equal("ref return and ref local", 9, RefLocal());
        Probe.Equal("out and in parameters", 7, TryAdd(3, 4, out int total) ? total : 0);
        Probe.Equal("named and optional arguments", "1-x", Optional(b: "x", a: 1));
        Probe.Equal("params array", 3, Count(1, "a", null));
        Probe.True("list pattern", new[] { 1, 2, 3 } is [1, .., 3] && "abc" is ['a', .. var rest] && rest == "bc");
        Probe.Equal("switch expression on a tuple", "both",
            (true, true) switch { (true, true) => "both", (false, false) => "none", _ => "one" });
        Probe.Equal("conditional access", "null", ((string?)null)?.Length.ToString() ?? "null");
        List<int> collected = [1, .. Squares(2), 9];
        Probe.Equal("collection expression with a spread", 4, collected.Count);
        Probe.Equal("raw text", "{\"a\": 1}", """{"a": 1}""");
        Probe.Equal("null-coalescing assignment", "set", Lazily());
        Probe.Equal("switch over many strings", 7, NumberOf("seven") + NumberOf("none"));
    }

    private static void ClosuresAndCalls()
    {
        var actions = new List<Func<int>>();
        for (int k = 0; k < 3; k++)
        {
            int own = k;
            actions.Add(() => own * 10 + k);
        }

        Probe.Equal("captures of a loop", "3 13 23", $"{actions[0]()} {actions[1]()} {actions[2]()}");
        Probe.Equal("recursion", 55, Fibonacci(10));
        Probe.Equal("enumerator by pattern", 6, Pattern());
        Probe.Equal("stack of locals", 496, Deep(31));
    }

    private static void FieldsAndNames()
    {
        IEnumerable untyped = new[] { "p", "q" };
        string joined = "";
        foreach (object? o in untyped)
            joined += (string?)o;
        Probe.Equal("untyped foreach", "pq", joined);
        Probe.Equal("nameof", "Language", nameof(Language));
        s_volatile = 3;
        Probe.Equal("volatile field", 3, s_volatile);
        Probe.True("static local function", IsStatic());

        static bool IsStatic() => true;
    }

    private static int NumberOf(string word) => word switch
    {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        _ => 0,
    };

    private static int s_ended;
    private static volatile int s_volatile;

    private static IEnumerable<int> Squares(int count)
    {
        for (int i = 1; i <= count; i++)
            yield return i * i;
    }

    private static IEnumerable<T> Both<T>(IEnumerable<T> a, IEnumerable<T> b)
    {
        foreach (var x in a)
            yield return x;
        foreach (var x in b)
            yield return x;
    }

    private static string WithFinally(bool leave)
    {
        string log = "";
        try
        {
            log += "body ";
            if (leave)
                return log;
        }
        finally
        {
            log += "finally";
        }

        return log;
    }

    private static string WithReturn()
    {
        try
        {
            return "returned";
        }
        finally
        {
            s_ended++;
        }
    }

    private static int RefLocal()
    {
        int[] numbers = [1, 2, 3];
        ref int last = ref Last(numbers);
        last = 9;
        return numbers[2];
    }

    private static ref int Last(int[] numbers) => ref numbers[^1];

    private static bool TryAdd(in int a, in int b, out int sum)
    {
        sum = a + b;
        return true;
    }

    private static string Optional(int a = 0, string b = "") => a + "-" + b;

    private static int Count(params object?[] things) => things.Length;

    private static string? s_lazily;

    private static string Lazily() => s_lazily ??= "set";

    private static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);

    private static int Pattern()
    {
        int sum = 0;
        foreach (int n in new Three())
            sum += n;
        return sum;
    }

    private static int Deep(int n) => n == 0 ? 0 : n + Deep(n - 1);

    private readonly struct Three
    {
        public Enumerator GetEnumerator() => default;

        public struct Enumerator
        {
            public int Current { get; private set; }

            public bool MoveNext() => ++Current <= 3;
        }
    }
}
