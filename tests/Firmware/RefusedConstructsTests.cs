using Bq2.Tests.Sysroot;

namespace Bq2.Tests.Cellar;

/// <summary>What of C# does not work is refused when the program is built, by its name and with its line.</summary>
public sealed class RefusedConstructsTests
{
    [Theory]
    [InlineData("try { Console.Write(1); } catch { }", "(1,27): error EFB010: catch")]
    [InlineData("int n = 1; try { n++; } catch (Exception e) when (n > 1) { Console.Write(e.Message); }", "error EFB010: catch")]
    [InlineData("var grid = new int[2, 3]; grid[1, 1] = 4;", "(1,1): error EFB011: an array of several dimensions")]
    [InlineData("A a = new B(); Console.Write(a.Get<int>()); class A { public virtual string Get<T>() => \"a\"; } class B : A { public override string Get<T>() => \"b\"; }", "(1,16): error EFB012: a generic virtual method")]
    [InlineData("I i = new C(); i.Take(\"x\"); interface I { void Take<T>(T t); } class C : I { public void Take<T>(T t) { } }", "error EFB012: a generic virtual method")]
    [InlineData("D<string> d = new E(); Action<int> take = d.Take<int>; take(1); class D<T> { public virtual void Take<U>(U u) { } } class E : D<string> { public override void Take<U>(U u) { } }", "error EFB012: a generic virtual method")]
    [InlineData("Run(new C()); static void Run<T>(T t) where T : I => t.Take(\"x\"); interface I { void Take<U>(U u); } class C : I { public void Take<U>(U u) { } }", "error EFB004: a generic virtual method")]
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
    public void IsNamed(string source, string words)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.cs"], source);

        var outcome = Bq2Program.Run("efi", "build", temp["a.cs"], "-o", temp["a.efi"], "--arch", "x86_64");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(words, outcome.Complained, StringComparison.Ordinal);
        Assert.Contains(words.Contains("EFB004", StringComparison.Ordinal) ? "a.dll: " : "a.cs(", outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(["a.cs"], Directory.GetFiles(temp.Path).Select(Path.GetFileName));
    }
}
