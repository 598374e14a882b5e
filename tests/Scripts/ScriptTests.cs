using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bq2.Tests.Scripts;

/// <summary>
/// Each mode of each script in eng/ and bench/ runs: on a clean clone somebody will start it, and nobody had for months. What
/// builds, builds nothing here (BQ2_NO_BUILD), and what measures, measures little (BQ2_BRIEFLY).
/// </summary>
public sealed partial class ScriptTests
{
    [Needs("shellcheck")]
    [InlineData(null)]
    public void ShellcheckHasNoComplaint(string? _) =>
        RealTool.Shellcheck.Run([.. Script.All.Select(script => Path.Combine(Repository.Root, script))]).Accepts();

    /// <summary>Whoever adds a script adds it here.</summary>
    [Fact]
    public void EveryScriptIsRunHere()
    {
        string here = File.ReadAllText(Path.Combine(Repository.Root, "tests/Scripts/ScriptTests.cs"));

        Assert.NotEmpty(Script.All);
        Assert.All(Script.All.Where(script => script != "eng/lib.sh"),
            script => Assert.Contains($"Script.Run(\"{script}\"", here, StringComparison.Ordinal));
    }

    [Fact]
    public void BuildCanUseExistingOutput()
    {
        var before = File.GetLastWriteTimeUtc(typeof(ScriptTests).Assembly.Location);

        Assert.Empty(Script.Run("eng/build.sh").Accepts().Said);

        Assert.Equal(before, File.GetLastWriteTimeUtc(typeof(ScriptTests).Assembly.Location));
    }

    [Fact]
    public void NativeCanUseExistingOutput() =>
        Assert.Empty(Script.Run("eng/native.sh", "linux-arm64", "linux-x64-static").Accepts().Complained);

    /// <summary>This is what runs the tests; here it runs a few quick ones.</summary>
    [Theory]
    [InlineData(0, " passed, 0 failed, 0 skipped", "-class", "Bq2.Tests.Shared.GlobTests")]
    [InlineData(1, "0 passed, 0 failed, 0 skipped", "-class", "Bq2.Tests.Nowhere")]
    public void TestsAreCounted(int exitCode, string last, params string[] words)
    {
        foreach (var outcome in (Outcome[])[Script.Run("eng/test.sh", words), Script.Run(".ci/run", words)])
        {
            Assert.True(outcome.ExitCode == exitCode, outcome.Said + outcome.Complained);
            Assert.EndsWith(last, outcome.Said.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FuzzingTakesAtLeastARound()
    {
        var outcome = Script.Run("eng/fuzz.sh", "1", "-class", "Bq2.Tests.Efi.Pe.PeFuzzTests").Accepts();

        Assert.Matches("^[1-9][0-9]* rounds with seeds up to [0-9]+, nothing found\n$", outcome.Said);
    }

    [Needs("qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData("out/bq2-x86_64.qcow2 out/bq2-aarch64.qcow2")]
    [InlineData("out/bq2-aarch64.qcow2", "aarch64")]
    public void TheDemoProvesWhatItSays(string disks, params string[] words)
    {
        var outcome = Script.Run("eng/demo.sh", words).Accepts();

        Assert.EndsWith($"\nproved: our firmware loader started Linux from {disks}, and Linux said so itself\n",
            outcome.Said, StringComparison.Ordinal);
    }

    /// <summary>With the packages' parts already there it fetches nothing.</summary>
    [Theory]
    [InlineData("x86_64")]
    [InlineData("aarch64")]
    public void AGuestIsPackedFromItsParts(string machine)
    {
        string guest = Path.Combine(Repository.Root, "artifacts/guest", machine);
        using var temp = new TempFolder();
        foreach (string part in (string[])["vmlinuz", "busybox", "efivarfs.ko", "systemd-boot.efi", "uki.stub"])
            File.Copy(Path.Combine(guest, part), temp[part]);

        Assert.Empty(Script.Run("eng/guest.sh", machine, temp.Path).Accepts().Complained);

        Assert.Equal(File.ReadAllBytes(Path.Combine(guest, "initrd.cpio")), File.ReadAllBytes(temp["initrd.cpio"]));
    }

    /// <summary>What eng/test.sh made, made once more from the same programs.</summary>
    [Fact]
    public void ASecondReleaseIsTheSameBytes()
    {
        using var temp = new TempFolder();
        Script.Run("eng/release.sh", temp.Path).Accepts();

        Assert.Equal(File.ReadAllLines(ReleaseFiles.At("SHA256SUMS")), File.ReadAllLines(temp["SHA256SUMS"]));
    }

    [Fact]
    public void ImagesOfOthersAreFetchedOnce() => Assert.Empty(Script.Run("eng/efi-images.sh").Accepts().Complained);

    [Needs("qemu-system-x86_64")]
    [InlineData("menu.svg", "Bq2 boot menu", "Debian, rescue shell", "h helps.")]
    [InlineData("tour.svg", "$ bin/bq2-image build", "BOOTX64.EFI", "bq2: starting Linux", "login:")]
    public void PicturesShowWhatWasPrinted(string name, params string[] words)
    {
        using var temp = new TempFolder();
        Script.Run("eng/pictures.sh", temp.Path).Accepts();

        string text = XDocument.Load(temp[name]).Root!.Value;
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    [Needs("qemu-img mkfs.fat mcopy time")]
    [InlineData(11)]
    public void DisksAreMeasured(int rows)
    {
        using var temp = new TempFolder();

        Assert.Equal(rows, Rows(Script.Run("eng/bench.sh", "disks", temp["inputs"])));
    }

    [Needs("clang lld-link-19 llvm-mc time")]
    [InlineData(3)]
    public void LinksAreMeasured(int rows)
    {
        using var temp = new TempFolder();

        Assert.Equal(rows, Rows(Script.Run("eng/bench.sh", "links", temp["inputs"])));
    }

    [Needs("clang")]
    [InlineData("ours 9")]
    public void DeflateIsMeasured(string last) =>
        Assert.Contains(last, Script.Run("eng/bench.sh", "deflate", AppContext.BaseDirectory).Accepts().Said, StringComparison.Ordinal);

    [Needs("qemu-system-x86_64 qemu-system-aarch64")]
    [InlineData(2)]
    public void BootsAreMeasured(int rows) => Assert.Equal(rows, Rows(Script.Run("eng/bench.sh", "boots")));

    [Fact]
    public void PeersAreMeasured() => Assert.Equal(14,
        Script.Run("eng/bench.sh", "peers").Accepts().Said.Split('\n').Count(line => line.Contains(" µs | ", StringComparison.Ordinal)));

    [Fact]
    public void BenchmarksRun()
    {
        var outcome = Script.Run("eng/bench.sh", "--filter", "*").Accepts();

        Assert.Contains("executed benchmarks: ", outcome.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("executed benchmarks: 0", outcome.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("There are not any results runs", outcome.Said, StringComparison.Ordinal);
    }

    [Needs("clang")]
    [InlineData(1)]
    public void TheSameObjectsAreMadeTwice(int files)
    {
        using var temp = new TempFolder();
        Script.Run("bench/make-objects.sh", temp["one"], $"{files}").Accepts();
        Script.Run("bench/make-objects.sh", temp["two"], $"{files}").Accepts();

        string[] names = File.ReadAllLines(temp["one/objects.txt"]);
        Assert.Equal(files, names.Length);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(temp[$"one/{name}"]), File.ReadAllBytes(temp[$"two/{name}"])));
    }

    [Needs("clang llvm-mc llvm-nm")]
    [InlineData("20")]
    public void AnObjectOfIlcIsMade(string classes)
    {
        using var temp = new TempFolder();
        Script.Run("bench/make-ilc-object.sh", temp["ilc"], classes).Accepts();

        Assert.NotEqual(0, new FileInfo(temp["ilc/large.obj"]).Length);
        Assert.NotEqual(0, new FileInfo(temp["ilc/runtime.obj"]).Length);
    }

    /// <summary>Surplus lines of a list are removed and missing ones added.</summary>
    [Fact]
    public void ListsOfPublicMembersAreWrittenAnew()
    {
        using var temp = new TempFolder();
        string version = PublicApiAnalyzers().Match(Pages.Read("Directory.Packages.props")).Groups[1].Value;
        File.WriteAllText(temp["Lib.csproj"], $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.CodeAnalysis.PublicApiAnalyzers" Version="{version}" PrivateAssets="all" />
                <AdditionalFiles Include="PublicAPI.Shipped.txt;PublicAPI.Unshipped.txt" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(temp["Lib.cs"],
            "public static class Kept { public static string Word() => \"\"; internal static void Hidden() { } }\n");
        File.WriteAllText(temp["PublicAPI.Shipped.txt"], "#nullable enable\n");
        File.WriteAllText(temp["PublicAPI.Unshipped.txt"], "#nullable enable\nGone\n");

        Script.Run("eng/api.sh", temp.Path).Accepts();

        Assert.Equal(["#nullable enable", "Kept", "static Kept.Word() -> string!"], File.ReadAllLines(temp["PublicAPI.Unshipped.txt"]));
    }

    [Theory]
    [InlineData("eng/api.sh", "nowhere")]
    [InlineData("eng/demo.sh", "riscv64")]
    [InlineData("eng/guest.sh")]
    [InlineData("eng/guest.sh", "riscv64")]
    [InlineData("eng/fuzz.sh", "long")]
    [InlineData("eng/pictures.sh", "--all")]
    [InlineData("eng/native.sh")]
    [InlineData("eng/native.sh", "linux-x86")]
    [InlineData("eng/release.sh", "--all")]
    [InlineData("bench/make-objects.sh", "/nowhere", "0")]
    [InlineData("bench/make-ilc-object.sh", "/nowhere", "0")]
    public void WrongWordsAreACommandLineAtFault(string script, params string[] words)
    {
        var outcome = Script.Run(script, words);

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith($"usage: {script} ", outcome.Complained, StringComparison.Ordinal);
    }

    [GeneratedRegex("PublicApiAnalyzers\" Version=\"([^\"]+)\"")]
    private static partial Regex PublicApiAnalyzers();

    /// <summary>The rows of a table that have figures.</summary>
    private static int Rows(Outcome outcome) =>
        outcome.Accepts().Said.Split('\n').Count(line => line.StartsWith('|') && line.Contains(" s | ", StringComparison.Ordinal));
}
