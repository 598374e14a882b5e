using System.Text.RegularExpressions;

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

    /// <summary>Whoever adds a script adds it here, or to a file beside this one.</summary>
    [Fact]
    public void EveryScriptIsRunHere()
    {
        string here = string.Concat(
            Directory.GetFiles(Path.Combine(Repository.Root, "tests/Scripts")).Order(StringComparer.Ordinal).Select(File.ReadAllText));

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

    /// <summary>This is what runs the tests; here it runs a few quick ones, and by .ci/run, which is the same with CI=true, none.</summary>
    [Fact]
    public void TestsAreCounted()
    {
        var some = Script.Run("eng/test.sh", "-class", "Bq2.Tests.Shared.GlobTests").Accepts();
        var none = Script.Run(".ci/run", "-class", "Bq2.Tests.Nowhere");

        Assert.Matches("[1-9][0-9]* passed, 0 failed, 0 skipped\n$", some.Said);
        Assert.True(none.ExitCode == 1, none.Said + none.Complained);
        Assert.EndsWith("\n0 passed, 0 failed, 0 skipped\n", none.Said, StringComparison.Ordinal);
    }

    /// <summary>Archives of our own, in the place of libarchive's: one that is whole, and one that is cut off.</summary>
    [Needs("bsdtar tar python3")]
    [InlineData(null)]
    public void LibarchivesTestsAreCompared(string? _)
    {
        using var temp = new TempFolder();
        string encode = "import binascii, sys; b = sys.stdin.buffer.read(); print(\"begin 644 x\"); "
            + "[print(binascii.b2a_uu(b[i:i + 45]).decode(), end=\"\") for i in range(0, len(b), 45)]; print(\"end\")";
        new RealTool("bash").Run("-ec", $"""
            cd {temp.Path}; mkdir in; printf x >in/a; ln -s a in/b; ln in/a in/c; tar cf it.tar -C in .; head -c 700 it.tar >cut.tar
            for f in it cut; do python3 -c '{encode}' <$f.tar >$f.tar.uu; done
            """).Accepts();

        var outcome = Script.Run("eng/libarchive.sh", temp.Path).Accepts();

        Assert.Matches("^cut.tar: refused .no to bsdtar.: .*\n1 the same, 1 refused, 0 different\n$", outcome.Said);
    }

    [Fact]
    public void FuzzingTakesAtLeastARound()
    {
        var outcome = Script.Run("eng/fuzz.sh", "1", "-class", "Bq2.Tests.Shared.GlobTests").Accepts();

        Assert.Matches("^[1-9][0-9]* rounds with seeds up to [0-9]+, nothing found\n$", outcome.Said);
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
        new RealTool("cp").Run("-r", Path.Combine(guest, "modules"), temp.Path).Accepts();

        Assert.Empty(Script.Run("eng/guest.sh", machine, temp.Path).Accepts().Complained);

        Assert.Equal(File.ReadAllBytes(Path.Combine(guest, "initrd.cpio")), File.ReadAllBytes(temp["initrd.cpio"]));
    }

    /// <summary>
    /// What eng/test.sh made, made once more from the same programs. Here and not beside another class that runs .NET's build in this
    /// folder: two at a time would disturb each other.
    /// </summary>
    [Fact]
    public void ASecondReleaseIsTheSameBytes()
    {
        using var temp = new TempFolder();
        Script.Run("eng/release.sh", temp.Path).Accepts();

        Assert.Equal(File.ReadAllLines(ReleaseFiles.At("SHA256SUMS")), File.ReadAllLines(temp["SHA256SUMS"]));
    }

    [Needs("clang")]
    [InlineData("ours 9")]
    public void DeflateIsMeasured(string last) =>
        Assert.Contains(last, Script.Run("eng/bench.sh", "deflate", AppContext.BaseDirectory).Accepts().Said, StringComparison.Ordinal);

    [Fact]
    public void ImagesOfOthersAreFetchedOnce() => Assert.Empty(Script.Run("eng/efi-images.sh").Accepts().Complained);

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
}
