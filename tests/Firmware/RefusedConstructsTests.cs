using Bq2.Efi.Sdk;
using Bq2.Tests.Cli;
using CoreNumber = System.Number;

namespace Bq2.Tests.Cellar;

/// <summary>What of C# does not work is refused when the program is built, by its name and with its line.</summary>
public sealed class RefusedConstructsTests
{
    [Theory]
    [InlineData("try { Console.Write(1); } catch { }", "(1,27): error EFB010: catch")]
    [InlineData("int n = 1; try { n++; } catch (Exception e) when (n > 1) { Console.Write(e.Message); }", "error EFB010: catch")]
    [InlineData("var grid = new int[2, 3]; grid[1, 1] = 4;", "(1,1): error EFB011: an array of several dimensions")]
    [InlineData("A a = new B(); Console.Write(a.Get<int>()); class A { public virtual string Get<T>() => \"a\"; } "
        + "class B : A { public override string Get<T>() => \"b\"; }",
        "(1,16): error EFB012: a generic virtual method")]
    [InlineData("I i = new C(); i.Take(\"x\"); interface I { void Take<T>(T t); } class C : I { public void Take<T>(T t) { } }",
        "error EFB012: a generic virtual method")]
    [InlineData("D<string> d = new E(); Action<int> take = d.Take<int>; take(1); class D<T> { public virtual void Take<U>(U u) { } } "
        + "class E : D<string> { public override void Take<U>(U u) { } }",
        "error EFB012: a generic virtual method")]
    [InlineData("Run(new C()); static void Run<T>(T t) where T : I => t.Take(\"x\"); "
        + "interface I { void Take<U>(U u); } class C : I { public void Take<U>(U u) { } }",
        "error EFB004: a generic virtual method")]
    [InlineData("class P { [ThreadStatic] static int s_n; static void Main() => s_n++; }", "'ThreadStatic'")]
    [InlineData("Wait(); async void Wait() { }", "AsyncVoidMethodBuilder")]
    [InlineData("object o = 1; lock (o) { Console.Write(1); }", "Monitor.Enter")]
    [InlineData("new F(); class F { ~F() { } }", "error EFB013: a finalizer")]
    [InlineData("dynamic d = 1; d++;", "Microsoft.CSharp")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"x\")] static extern void F(); F();", "'DllImport")]
    [InlineData("new System.Threading.Thread(() => { }).Start();", "'Thread'")]
    [InlineData("Console.Write(typeof(int).GetMethods().Length);", "'GetMethods'")]
    [InlineData("using System.Linq; Console.Write(new[] { 1 }.Sum());", "'Linq'")]
    [InlineData("Console.Write(1.5m > 1);", "System.Decimal")]
    [InlineData("Console.Write(DateTime.Now.Ticks);", "'DateTime'")]
    [InlineData("int n = 5;\nConsole.WriteLine($\"{n:N2}\");", "(2,1): error EFB030: the format 'N2' for Int32")]
    [InlineData("double d = 5;\nConsole.WriteLine($\"{d,9:0.00}\");", "(2,1): error EFB030: the format '0.00' for Double")]
    [InlineData("long n = 5;\nstring s = n.ToString(\"C\");\nConsole.Write(s);", "(2,1): error EFB030: the format 'C' for Int64")]
    [InlineData("byte n = 5; Console.Write(n.ToString(\"P1\", System.Globalization.CultureInfo.InvariantCulture));",
        "error EFB030: the format 'P1' for Byte")]
    [InlineData("Span<char> room = stackalloc char[9]; 1.5f.TryFormat(room, out int n, \"E2\"); Console.Write(n);",
        "error EFB030: the format 'E2' for Single")]
    [InlineData("int n = 5; Console.Write(string.Format(\"{0:D4} {1} {2,8:N1}\", n, \"a\", 1ul));",
        "error EFB030: the format 'N1' for UInt64")]
    [InlineData("short n = 5; Console.WriteLine(\"{0:N3}\", n);", "error EFB030: the format 'N3' for Int16")]
    public void IsNamed(string source, string words)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.cs"], source);

        var outcome = Bq2Program.Run("efi", "build", temp["a.cs"], "-o", temp["a.efi"], "--arch", "x86_64");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(words, outcome.Complained, StringComparison.Ordinal);
        Assert.Contains(words.Contains("EFB004", StringComparison.Ordinal) ? "a.dll: " : "a.cs(",
            outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(["a.cs"], Directory.GetFiles(temp.Path).Select(Path.GetFileName));
    }

    /// <summary>What the core library writes is built, and so is a format of a type of the program's own.</summary>
    [Fact]
    public void FormatsThatWorkAreNotRefused()
    {
        const string Source = """
            int n = 5; double d = 1.5; object o = n; string format = "N2";
            Console.WriteLine($"{n:D3} {n:x} {n:B8} {n:N0} {n:G} {n,4} {d:F2} {d:R} {d:G} {o} {new Own():N2} {'c':N2} {true:N2}");
            Console.WriteLine(string.Format("{{0:N2}} {0:X8} {1:F1} {2:N2} {3:Q}", n, d, new Own(), string.Format("{0:D2}", n)));
            Console.WriteLine(n.ToString("D2") + d.ToString("F3", null) + n.ToString(format));
            Console.WriteLine("{0:N0} {1}", n, "{0:N2}");
            sealed class Own : IFormattable { public string ToString(string? format, IFormatProvider? provider) => format ?? ""; }
            """;
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.cs"], Source);

        Bq2Program.Run("efi", "build", temp["a.cs"], "-o", temp["a.efi"], "--arch", "x86_64").Accepts();
    }

    /// <summary>What is refused when the program is built, and what the core library throws for, are the same formats.</summary>
    [Fact]
    public void FormatsMissingInTheCoreLibraryAreRefused()
    {
        string[] digits = ["", "0", "00", "1", "2", "9", "10", "99", "099", "100", "x", "2x", "-1", "٣"];
        var formats = Enumerable.Range(' ', 95).SelectMany(letter => digits.Select(rest => (char)letter + rest)).Append("").ToList();

        Assert.All(formats,
            format => Assert.Equal(Works(() => CoreNumber.ToString(5L, 32, format)), LiteralFormats.IsSupported("Int32", format)));
        Assert.All(formats,
            format => Assert.Equal(Works(() => FloatText.ToString(5.0, format)), LiteralFormats.IsSupported("Double", format)));
    }

    private static bool Works(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
