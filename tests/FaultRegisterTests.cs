using System.Text;
using System.Text.RegularExpressions;
using Bq2.Cli;
using Bq2.Efi;
using Bq2.Efi.Sdk;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Tests;

/// <summary>Each fault has one code, each code one meaning, and docs/faults.md lists them all.</summary>
public sealed partial class FaultRegisterTests
{
    private const string Page = "docs/faults.md";

    private static readonly (string Heading, string File, IReadOnlyList<FaultCode> Codes)[] s_registers =
    [
        ("Linking and images (Bq2.Efi)", "EfiFaults.cs", EfiFaults.All),
        ("The rules of verify (Bq2.Efi)", "EfiRuleCodes.cs", EfiRuleCodes.All),
        ("From C# to a UEFI program (Bq2.Efi.Sdk)", "BuildFaults.cs", BuildFaults.All),
        ("Disks (Bq2.Image)", "ImageFaults.cs", ImageFaults.All),
        ("Volumes (Bq2.Image)", "VolumeFaults.cs", VolumeFaults.All),
        ("Archives and root file systems (Bq2.Image)", "TreeFaults.cs", TreeFaults.All),
        ("Machines (Bq2.Sysroot)", "SysrootFaults.cs", SysrootFaults.All),
        ("The program (bq2)", "ProgramFaults.cs", ProgramFaults.All),
    ];

    [Fact]
    public void NoCodeMeansTwoThings()
    {
        var all = s_registers.SelectMany(register => register.Codes).ToList();

        Assert.Equal(all.Count, all.DistinctBy(code => code.Code).Count());
        Assert.Equal(all.Count, all.DistinctBy(code => code.Meaning).Count());
        Assert.All(all, code => Assert.Matches("^[A-Z]{2,4}[0-9]{3}$", code.Code));
        Assert.All(all, code => Assert.Matches("^[A-Z].+[.]$", code.Meaning));
        Assert.All(all, code => Assert.Matches("^[A-Z].+[.]$", code.Remedy));
    }

    [Fact]
    public void EveryCodeIsUsedAndNoneIsMintedElsewhere()
    {
        var sources = Sources("Bq2.*").ToList();
        foreach (var (_, file, _) in s_registers)
        {
            string register = File.ReadAllText(sources.Single(source => Path.GetFileName(source) == file));
            string type = Path.GetFileNameWithoutExtension(file);
            string others = string.Concat(sources.Where(source => Path.GetFileName(source) != file).Select(File.ReadAllText));
            Assert.All(Declared().Matches(register),
                name => Assert.Contains($"{type}.{name.Groups[1].Value}", others, StringComparison.Ordinal));
        }

        var minted = sources.Where(source => s_registers.All(register => register.File != Path.GetFileName(source)))
            .SelectMany(source => Code().Matches(File.ReadAllText(source)).Select(code => $"{source}: {code.Value}"));
        Assert.Empty(minted);
    }

    /// <summary>A caller of a library has no command line; the program adds its own words (<see cref="Advice"/>).</summary>
    [Fact]
    public void NoTextOfALibraryNamesAWordOfTheCommandLine()
    {
        var words = Sources("Bq2.Image").Concat(Sources("Bq2.Efi")).Concat(Sources("Bq2.Sysroot"))
            .SelectMany(source => File.ReadLines(source).Where(line => CommandWord().IsMatch(line))
            .Select(line => $"{source}: {line.Trim()}"));

        Assert.Empty(words);
    }

    /// <summary>BQ2_WRITE_PAGES=1 makes the page anew.</summary>
    [Fact]
    public void ThePageListsThemAll()
    {
        string path = Path.Combine(Repository.Root, Page);
        if (Environment.GetEnvironmentVariable("BQ2_WRITE_PAGES") == "1")
            File.WriteAllText(path, MakePage());

        Assert.Equal(MakePage(), File.ReadAllText(path));
    }

    private static string MakePage()
    {
        var page = new StringBuilder(
            """
            # Faults

            Each fault that Bq2 reports has a short code. A code means one thing and keeps its meaning, so it can be searched for and
            relied on. This page is made from the registers in the source.

            """).Append('\n');
        foreach (var (heading, _, codes) in s_registers)
        {
            page.Append($"## {heading}\n\n| code | what it means | what to do |\n|---|---|---|\n");
            foreach (var code in codes.OrderBy(code => code.Code, StringComparer.Ordinal))
                page.Append($"| {code.Code} | {code.Meaning} | {code.Remedy} |\n");
            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static IEnumerable<string> Sources(string folders) =>
        Directory.GetDirectories(Repository.Root,
            folders).SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories));

    [GeneratedRegex("readonly FaultCode ([A-Za-z0-9]+) =")]
    private static partial Regex Declared();

    [GeneratedRegex("\"(COF|LNK|MAP|PE|SBAT|FIL|EFB|IMG|GPT|FAT|QCW|RUN|CLI)[0-9]{3}\"")]
    private static partial Regex Code();

    // In a string, and not an argument for a compiler that a person is told to use.
    [GeneratedRegex("^(?!\\s*//)[^\"]*\".*( --(?!target=)[a-z]+|bq2-(image|efi) )")]
    private static partial Regex CommandWord();
}
