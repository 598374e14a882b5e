using Bq2.Tests.Cli;

namespace Bq2.Tests.Cellar;

/// <summary>What bq2-efi build says of a program that it cannot build.</summary>
public sealed class EfiBuildFaultsTests
{
    [Fact]
    public void AMistakeIsNamedWithItsLineAndNothingIsMade()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.cs"], "Console.WriteLine(1);\nConsole.WriteLin(2);\n");

        var outcome = Bq2Program.Run("efi", "build", temp["a.cs"], "-o", temp["a.efi"], "--arch", "x86_64");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("a.cs(2,9): error CS0117:", outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(["a.cs"], Directory.GetFiles(temp.Path).Select(Path.GetFileName));
    }

    /// <summary>
    /// csc's own refusals of what .NET has get a second line, once for each name; those of the program's own names do not.
    /// </summary>
    [Theory]
    [InlineData("Console.Write(File.Exists(\"a\"));", "CS0103",
        "try: File is not in the core library for firmware: files are opened through the firmware")]
    [InlineData("var t = new Thread(() => { }); Thread u = new(null);", "CS1729",
        "try: Thread is not in the core library for firmware: a program here has one thread")]
    [InlineData("int[] n = [1]; Console.Write(n.Sum());", "CS1061", "try: Sum is not in the core library for firmware: there is no LINQ")]
    [InlineData("using System.Linq;", "CS0234", "there is no LINQ")]
    [InlineData("int[] n = [1]; foreach (int k in from m in n where m > 1 select m) { }", "CS1935", "there is no LINQ")]
    [InlineData("List<int> n = [1]; n.BinarySearch(1);", "CS1061",
        "try: List.BinarySearch is not in the core library for firmware: firmware/README.md lists what works")]
    [InlineData("Console.Beep();", "CS0117", "try: Console.Beep is not in the core library for firmware")]
    [InlineData("var s = new StringBuilder();", "CS0246", "try: StringBuilder is there, in System.Text: add `using System.Text;`")]
    [InlineData("var s = new SortedSet<int>();", "CS0246", "use a Dictionary with values of bool")]
    [InlineData("var s = new Barrier(2);", "CS0246", "try: if Barrier is a type of .NET, the core library for firmware does not have it")]
    [InlineData("object o = 1; lock (o) { }", "CS0656", "try: Monitor is not in the core library for firmware")]
    [InlineData("async void Wait() { }", "CS0518", "nothing runs beside the program")]
    [InlineData("decimal d = 1;", "CS0518", "use long or ulong")]
    [InlineData("Thread.Sleep(1); Console.Write(coutn);", "CS0103", null)]
    [InlineData("new P().Sum(); class P;", "CS1061", null)]
    [InlineData("Mine.Linq.Run(); namespace Mine { class A; }", "CS0234", null)]
    public void AMissingNameOfDotnetsIsExplained(string source, string code, string? hint)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.cs"], source);

        string said = Bq2Program.Run("efi", "build", temp["a.cs"], "-o", temp["a.efi"], "--arch", "x86_64").Complained;

        Assert.Contains($"error {code}: ", said, StringComparison.Ordinal);
        Assert.Equal(hint is not null, said.Contains("  try: ", StringComparison.Ordinal));
        Assert.Contains(hint ?? "", said, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingNameIsExplainedOnce()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["a.cs"], "Console.Write(File.Exists(\"a\"));\nConsole.Write(File.Exists(\"b\"));\n");

        string said = Bq2Program.Run("efi", "build", temp["a.cs"], "-o", temp["a.efi"], "--arch", "x86_64").Complained;

        Assert.Equal(2, said.Split("error CS0103").Length - 1);
        Assert.Single(said.Split('\n'), line => line.StartsWith("  try: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "Could not find file", "efi", "build", "nowhere.cs", "-o", "a.efi", "--arch", "x86_64")]
    [InlineData(2, "--arch is 'riscv'", "efi", "build", "a.cs", "-o", "a.efi", "--arch", "riscv")]
    [InlineData(2, "--arch", "efi", "build", "a.cs", "-o", "a.efi")]
    [InlineData(2, "is a project", "efi", "build", "a.csproj", "b.cs", "-o", "a.efi", "--arch", "x86_64")]
    public void ContradictoryOptionsAreRefused(int exitCode, string words, params string[] call)
    {
        var outcome = Bq2Program.Run(call);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(words, outcome.Complained, StringComparison.Ordinal);
    }
}
