using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Tests.Cli;
using Bq2.Tests.Efi.Pe;

namespace Bq2.Tests.Cellar;

/// <summary>bq2-efi build: one file or many, or a project's, become a UEFI program; and what is said when they cannot.</summary>
public sealed class EfiBuildCommandTests
{
    private static readonly string s_hello = Path.Combine(Repository.Root, "firmware/samples/hello/hello.cs");
    private static readonly string s_inventory = Path.Combine(Repository.Root, "firmware/samples/inventory");

    [Theory]
    [InlineData("x86_64", Machine.X64)]
    [InlineData("aarch64", Machine.Arm64)]
    [InlineData("arm64", Machine.Arm64)]
    public void AFileBecomesAProgram(string arch, Machine machine)
    {
        using var temp = new TempFolder();

        var outcome = Bq2Program.Run("efi",
            "build", s_hello, "-o", temp["hello.efi"], "--arch", arch, "--map", temp["hello.map"], "--keep-object").Accepts();

        var image = PeImage.Read(temp["hello.efi"]);
        Assert.Empty(OurImages.Faults(image));
        LibObjectFileJudge.Accepts(image.Bytes.ToArray());
        Assert.Equal(machine, image.FileHeader.Machine);
        Assert.Contains($"bytes for {machine.Name()}", outcome.Said, StringComparison.Ordinal);
        Assert.Contains(LinkMap.Parse("map", File.ReadAllText(temp["hello.map"])).Symbols,
            symbol => symbol.Name.EndsWith("Program___Main__", StringComparison.Ordinal));
        Assert.Equal(machine, CoffObject.Read(temp["hello.obj"]).Machine);
        Assert.Equal(3, Directory.GetFiles(temp.Path).Length);
    }

    [Fact]
    public void TheSameSourceInAnotherFolderMakesTheSameBytes()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["a longer name"]);
        string copy = Path.Combine(temp["a longer name"], "hello.cs");
        File.Copy(s_hello, copy);

        Bq2Program.Run("efi", "build", s_hello, "-o", temp["hello.efi"], "--arch", "x86_64").Accepts();
        Bq2Program.Run("efi", "build", copy, "-o", Path.Combine(temp["a longer name"], "other.efi"), "--arch", "x86_64").Accepts();

        Assert.Equal(File.ReadAllBytes(temp["hello.efi"]), File.ReadAllBytes(Path.Combine(temp["a longer name"], "other.efi")));
    }

    [Fact]
    public void NamesCanBeLeftOut()
    {
        using var temp = new TempFolder();
        Bq2Program.Run("efi", "build", s_hello, "-o", temp["with.efi"], "--arch", "x86_64").Accepts();
        File.WriteAllText(temp["rows.csv"], "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n"
            + "hello,1,Somebody,hello,1.0,https://example.org\n");
        Bq2Program.Run("efi", "build", s_hello, "-o",
            temp["without.efi"], "--arch", "x86_64", "--no-names", "--subsystem", "boot-driver", "--sbat", temp["rows.csv"]).Accepts();

        Assert.True(File.ReadAllBytes(temp["with.efi"]).AsSpan().IndexOf("Program.Main\0"u8) > 0);
        Assert.True(File.ReadAllBytes(temp["without.efi"]).AsSpan().IndexOf("Program.Main\0"u8) < 0);
        Assert.True(File.ReadAllBytes(temp["without.efi"]).AsSpan().IndexOf("hello,1,Somebody"u8) > 0);
        Assert.Equal(Subsystem.EfiBootServiceDriver, PeImage.Read(temp["without.efi"]).OptionalHeader.Subsystem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("inventory.csproj")]
    public void AProjectsFilesBecomeAProgram(string project)
    {
        using var temp = new TempFolder();

        Bq2Program.Run("efi", "build", Path.Combine(s_inventory, project), "-o", temp["inventory.efi"], "--arch", "aarch64").Accepts();

        var image = PeImage.Read(temp["inventory.efi"]);
        Assert.Empty(OurImages.Faults(image));
        LibObjectFileJudge.Accepts(image.Bytes.ToArray());
    }

    [Fact]
    public void TheCrystalSystemsNameAndFlagsDoTheSame()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["efi-app-builder"], Bq2Program.File);
        var builder = new Bq2Program { CalledBy = temp["efi-app-builder"] };

        builder.Call("--input", s_hello, "--output", temp["hello.efi"], "--arch", "x86_64").Accepts();
        Assert.False(File.Exists(temp["hello.obj"]));
        builder.Call("--input", s_hello, "--output", temp["hello.efi"], "--keep-object").Accepts();

        Assert.Equal(Machine.Arm64, PeImage.Read(temp["hello.efi"]).FileHeader.Machine);
        Assert.True(File.Exists(temp["hello.obj"]));
    }

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

    [Fact]
    public void AMissingCompilerIsNamedWithWhatToType()
    {
        using var temp = new TempFolder();
        var program = new Bq2Program { Environment = { ["NUGET_PACKAGES"] = temp.Path } };

        var outcome = program.Call("efi", "build", s_hello, "-o", temp["a.efi"], "--arch", "x86_64");

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("dotnet restore", outcome.Complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sdk")]
    [InlineData("DOTNET_ROOT")]
    public void AFolderThatIsNamedAndHasNoSdkIsNotPassedOver(string by)
    {
        using var temp = new TempFolder();
        foreach (string part in (string[])["shared", "host", "dotnet"])
            File.CreateSymbolicLink(temp[part], Path.Combine(Repository.DotnetRoot, part));
        string[] named = by == "--sdk" ? [by, temp.Path] : [];
        var program = new Bq2Program { Environment = by == "--sdk" ? [] : new() { [by] = temp.Path } };

        var outcome = program.Call(["efi", "build", s_hello, "-o", temp["a.efi"], "--arch", "x86_64", .. named]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains(temp["sdk"], outcome.Complained, StringComparison.Ordinal);
        Assert.Contains("dotnet-sdk-10.0", outcome.Complained, StringComparison.Ordinal);
    }

    /// <summary>The program does not need the .NET that it may itself run on: a link on PATH says where the SDK is.</summary>
    [Fact]
    public void TheSdkIsFoundByALinkOnPath()
    {
        using var temp = new TempFolder();
        foreach (string folder in (string[])["runtime only", "bin"])
            Directory.CreateDirectory(temp[folder]);
        File.WriteAllText(temp["runtime only/dotnet"], "");
        File.CreateSymbolicLink(temp["bin/dotnet"], Path.Combine(Repository.DotnetRoot, "dotnet"));
        var program = new Bq2Program
        {
            Environment = { ["DOTNET_ROOT"] = "", ["PATH"] = $"{temp["runtime only"]}:{temp["bin"]}:/usr/bin:/bin" },
        };

        program.Call("efi", "build", s_hello, "-o", temp["a.efi"], "--arch", "x86_64").Accepts();

        Assert.True(File.Exists(temp["a.efi"]));
    }
}
