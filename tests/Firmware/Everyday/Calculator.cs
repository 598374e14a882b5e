// Text parsing and pattern matching: expressions, key-value lines, and what switch can tell apart.
foreach (string text in new[] { "1 + 2 * 3", "(1+2)*3 - 4/2", "-(2 - 5) * -2", "2 * (3 + 4", "7 / (3 - 3)", "12 % 5 + x", "" })
    Console.WriteLine($"{text,-16} = {Answer(new Parser(text).Parse())}");

Console.WriteLine(new Parser("1+2*-3").Parse().Value);
var settings = new Dictionary<string, string>();
foreach (string raw in "name = bq2\n# a note\nsize=64\n\nbroken line\npath = /a=b \nflag =".Split('\n'))
{
    string line = raw.Trim();
    if (line is "" or ['#', ..])
        continue;
    if (line.IndexOf('=') is var at and > 0)
        settings[line[..at].TrimEnd()] = line[(at + 1)..].TrimStart();
    else
        Console.WriteLine($"no '=' in \"{line}\"");
}

foreach (var (key, value) in settings)
    Console.WriteLine($"{key}: '{value}' {value.Length}");

object?[] things =
[
    0, 7, -3, 5_000_000_000, "text", "", 'c', 2.5, true, null, new[] { 1, 2, 3 }, (3, "three"), Color.Red, new List<int> { 1 },
];
foreach (object? thing in things)
    Console.WriteLine(Describe(thing));
foreach (string date in new[] { "2024-02-29", "2023-02-29", "24-1-1", "2024-13-01", "2024-1x-01" })
    Console.WriteLine(date + " " + (IsDate(date) ? "yes" : "no"));
Console.WriteLine(string.Join("|", "a,b,,c".Split(',')) + " "
    + string.Join("|", " a , b ".Split(',', StringSplitOptions.TrimEntries)) + " " + "x".Split(',').Length + " "
    + "".Split(',').Length);
Console.WriteLine($"{"Hello".IndexOf('l')} {"Hello".LastIndexOf('l')} {"Hello".Contains("ell")} " +
    $"{"Hello".Replace('l', 'L')} {"Hello"[1..^1]} {"Hello".Substring(3)} {"ab".CompareTo("abc")} {"a" == 'a'.ToString()} " +
    $"{"Hello".ToUpperInvariant()}");
Console.WriteLine($"{int.Parse(" 42 ")} {int.TryParse("4 2", out _)} {long.Parse("-9223372036854775808")} " +
    $"{byte.TryParse("256", out _)} {int.Parse("ff", System.Globalization.NumberStyles.HexNumber)} {uint.TryParse("-1", out _)}");

static string Answer(Result result) => result switch
{
    { Error: { } error } => "error: " + error,
    _ => result.Value!.Evaluate() is { } value ? value.ToString() : "not a number",
};

static string Describe(object? thing) => thing switch
{
    null => "nothing",
    0 => "zero",
    int n when n < 0 => $"negative {n}",
    int n and > 5 => $"large {n}",
    long l => $"long {l:N0}",
    string { Length: 0 } => "empty",
    string s => $"text of {s.Length}",
    char c and >= 'a' and <= 'z' => $"letter {c}",
    double d => $"double {d}",
    bool b => b ? "yes" : "no",
    int[] and [var first, .., var last] => $"from {first} to {last}",
    ValueTuple<int, string> (var n, var s) => $"{n} is {s}",
    Color color => $"color {color}",
    _ => $"a {thing.GetType().Name}: {thing}",
};

static bool IsDate(string text)
{
    if (text.Split('-') is not [{ Length: 4 } year, { Length: 2 } month, { Length: 2 } day])
        return false;
    if (!int.TryParse(year, out int y) || !int.TryParse(month, out int m) || !int.TryParse(day, out int d))
        return false;
    return d >= 1 && d <= m switch
    {
        2 => y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        >= 1 and <= 12 => 31,
        _ => 0,
    };
}

enum Color { Red = 1 }

abstract record Expression
{
    public abstract int? Evaluate();
}

sealed record Number(int Value) : Expression
{
    public override int? Evaluate() => Value;
}

sealed record Negation(Expression Inner) : Expression
{
    public override int? Evaluate() => -Inner.Evaluate();
}

sealed record Operation(char Sign, Expression Left, Expression Right) : Expression
{
    public override int? Evaluate() => (Sign, Left.Evaluate(), Right.Evaluate()) switch
    {
        (_, null, _) or (_, _, null) or ('/' or '%', _, 0) => null,
        ('+', { } a, { } b) => a + b,
        ('-', { } a, { } b) => a - b,
        ('*', { } a, { } b) => a * b,
        ('/', { } a, { } b) => a / b,
        ('%', { } a, { } b) => a % b,
        _ => throw new InvalidOperationException("no such sign: " + Sign),
    };
}

readonly record struct Result(Expression? Value, string? Error);

sealed class Parser(string text)
{
    private int _at;
    private string? _error;

    public Result Parse()
    {
        var value = Sum();
        if (_error is null && Peek() != '\0')
            _error = $"'{Peek()}' at {_at}";
        return new(value, _error);
    }

    private Expression Sum()
    {
        var left = Product();
        while (Peek() is '+' or '-')
            left = new Operation(Next(), left, Product());
        return left;
    }

    private Expression Product()
    {
        var left = Factor();
        while (Peek() is '*' or '/' or '%')
            left = new Operation(Next(), left, Factor());
        return left;
    }

    private Expression Factor()
    {
        char c = Peek();
        if (c == '-')
        {
            Next();
            return new Negation(Factor());
        }

        if (c == '(')
        {
            Next();
            var inner = Sum();
            if (Next() != ')')
                _error ??= "')' is missing";
            return inner;
        }

        int value = 0, start = _at;
        for (; char.IsAsciiDigit(Peek(skip: false)); _at++)
            value = value * 10 + (text[_at] - '0');
        if (_at == start)
            _error ??= c == '\0' ? "nothing there" : $"'{c}' is no number";
        return new Number(value);
    }

    private char Peek(bool skip = true)
    {
        while (skip && _at < text.Length && text[_at] == ' ')
            _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    private char Next()
    {
        char c = Peek();
        _at++;
        return c;
    }
}
