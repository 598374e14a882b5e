// Clean-up in finally and using, and exceptions of one's own, which here are made and looked at but leave nobody.
using (var outer = new Step("outer"))
using (var inner = new Step("inner"))
{
    Console.WriteLine(outer.Name + " and " + inner.Name);
}

Console.WriteLine(Early(3) + " " + Early(30));
for (int i = 0; i < 3; i++)
{
    try
    {
        if (i == 1)
            continue;
        Console.WriteLine("body " + i);
    }
    finally
    {
        Console.WriteLine("finally " + i);
    }
}

Exception[] made =
[
    new BadInput("line 3", 3), new BadInput("line 4", 4, new FormatException("no digit")), new InvalidOperationException(),
    new ArgumentOutOfRangeException("count"), new NotSupportedException("never"), new ArgumentException("wrong", "x"),
    new OverflowException(), new IndexOutOfRangeException(), new NullReferenceException(), new InvalidCastException(),
    new DivideByZeroException(), new NotImplementedException(),
];
foreach (var exception in made)
{
    Console.WriteLine($"{exception.GetType()}: {exception.Message} {exception is BadInput { Line: > 3 }} " +
        $"{exception.InnerException?.Message}");
    Console.WriteLine(exception);
}

Console.WriteLine(Parsed("12") + Parsed("-7") + Parsed("x") + Parsed("") + Parsed("99999999999"));
foreach (int value in Checked())
    Console.Write(value + " ");
Console.WriteLine();
try
{
    throw new BadInput("nobody catches this", 9);
}
finally
{
    Console.Write("");
}

static string Early(int n)
{
    using var step = new Step("early " + n);
    try
    {
        if (n < 10)
            return "small";
        Console.WriteLine("large");
        return "large";
    }
    finally
    {
        Console.WriteLine("leaving " + n);
    }
}

static string Parsed(string text) => int.TryParse(text, out int n) ? $"[{n + 1}]" : $"[not '{text}']";

static IEnumerable<int> Checked()
{
    try
    {
        yield return 1;
        yield return 2;
    }
    finally
    {
        Console.Write("(end) ");
    }
}

sealed class Step : IDisposable
{
    public Step(string name)
    {
        Name = name;
        Console.WriteLine("begin " + name);
    }

    public string Name { get; }

    public void Dispose() => Console.WriteLine("end " + Name);
}

sealed class BadInput(string message, int line, Exception? inner = null) : Exception(message, inner)
{
    public int Line => line;
    public override string Message => $"{base.Message} (at {line})";
}
