using System.Text.Json;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Cli;

public sealed class EfiCommandTests
{
    private const string Rows = "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n";

    [Fact]
    public void AnObjectIsLinkedShownAndVerified()
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.Arm64);

        Assert.Contains("aarch64, UEFI application", Bq2Program.Run("efi", "dump", program).Accepts().Said, StringComparison.Ordinal);
        Assert.Contains("firmware should start it", Bq2Program.Run("efi", "verify", program).Accepts().Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dump", "--json")]
    [InlineData("dump", "--output=json")]
    [InlineData("verify", "--json")]
    [InlineData("verify", "--output=json")]
    public void ProgramsReadJson(string verb, string option)
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);

        using var answer = JsonDocument.Parse(Bq2Program.Run("efi", verb, program, option).Accepts().Said);

        Assert.Equal(program, answer.RootElement.GetProperty("file").GetString());
    }

    [Fact]
    public void AnAddressIsTurnedBackIntoAMethod()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--map", temp["a.map"]).Accepts();

        Assert.Equal("EfiMain+0x4 in .text\n",
            Bq2Program.Run("efi", "dump", temp["a.efi"], "--address", "0x1004", "--map", temp["a.map"]).Accepts().Said);
        Assert.Equal(1, Bq2Program.Run("efi", "dump", temp["a.efi"], "--address", "0x9000", "--map", temp["a.map"]).ExitCode);
        Assert.Equal(2, Bq2Program.Run("efi", "dump", temp["a.efi"], "--address", "0x1004").ExitCode);
    }

    [Fact]
    public void TheJsonOfADumpHasAllOfTheImage()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        File.WriteAllText(temp["a.csv"], Rows);
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--sbat", temp["a.csv"], "--map", temp["a.json"]).Accepts();

        using var answer = JsonDocument.Parse(Bq2Program.Run("efi", "dump", temp["a.efi"], "--json", "--disassemble", "--map",
            temp["a.json"]).Accepts().Said);
        var dump = answer.RootElement;
        var image = PeImage.Read(temp["a.efi"]);

        Assert.Equal(image.OptionalHeader.SizeOfImage, dump.GetProperty("optional-header").GetProperty("size-of-image").GetUInt32());
        Assert.Equal(image.FileHeader.SectionCount, dump.GetProperty("sections").GetArrayLength());
        Assert.Equal(image.Bytes.Length, dump.GetProperty("pieces").EnumerateArray().Sum(piece => piece.GetProperty("length").GetInt32()));
        Assert.Equal(3, dump.GetProperty("relocation-blocks").EnumerateArray()
            .Sum(block => block.GetProperty("fields").EnumerateArray().Count(field => field.GetProperty("kind").GetString() == "Dir64")));
        Assert.Equal("a.efi", dump.GetProperty("debug")[0].GetProperty("code-view").GetProperty("name").GetString());
        var first = dump.GetProperty("code")[0].GetProperty("instructions")[0];
        Assert.Equal(("c3", "ret", "EfiMain"),
            (first.GetProperty("bytes").GetString(), first.GetProperty("text").GetString(), first.GetProperty("names")[0].GetString()));
    }

    [Fact]
    public void ADumpForPeopleShowsTheSame()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--map", temp["a.map"]).Accepts();

        string said = Bq2Program.Run("efi", "dump", temp["a.efi"], "-d", "--map", temp["a.map"]).Accepts().Said;

        Assert.Contains("\n  .rdata        0x2000 ", said, StringComparison.Ordinal);
        Assert.Contains("  CodeView           0x202c      0x1e  a.efi, ", said, StringComparison.Ordinal);
        Assert.Contains("\n  0x00002000  000 008\n", said, StringComparison.Ordinal);
        Assert.Contains("\nEfiMain:\n  00001000  c3                             ret", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.json", "{}", "MAP001")]
    [InlineData("a.json", "{\"symbols\":[{}]}", "MAP001")]
    [InlineData("a.json", "[", "MAP001")]
    [InlineData("a.map", "[", "MAP001")]
    public void FilesThatAreNotMapsAreRefused(string name, string text, string code)
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);
        File.WriteAllText(temp[name], text);

        var outcome = Bq2Program.Run("efi", "dump", program, "-d", "--map", temp[name]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"{temp[name]}: {code}: ", outcome.Complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bq2 efi link --sb", "--sbat")]
    [InlineData("bq2 efi dump --dis", "--disassemble")]
    [InlineData("bq2 efi verify --", "--json")]
    public void ShellsAreOfferedTheWords(string line, string expected) =>
        Assert.Contains(expected, Bq2Program.Run($"[suggest:{line.Length}]", line).Accepts().Said.Split('\n'));

    [Fact]
    public void CodeOfAarch64IsLeftToOthers()
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.Arm64);

        var outcome = Bq2Program.Run("efi", "dump", program, "--disassemble");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"{program}: PE071: the image is for aarch64, only x86_64 is disassembled\n  try: llvm-objdump -d {program}\n",
            outcome.Complained);
        Assert.Empty(outcome.Said);
    }

    [Theory]
    [InlineData("app.efi", "app.efi")]
    [InlineData("app.efi", "other", "--name", "other")]
    [InlineData("app.efi", null, "--name", "")]
    public void AProgramIsCalledAsItsFileUnlessToldOtherwise(string file, string? name, params string[] words)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));

        Bq2Program.Run(["efi", "link", temp["a.obj"], "-o", temp[file], .. words]).Accepts();

        Assert.Equal(name, PeImage.Read(temp[file]).DebugEntries().SingleOrDefault()?.CodeView?.Name);
    }

    [Fact]
    public void SectionsForSigningComeFromFiles()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        File.WriteAllText(temp["a.csv"], Rows);
        File.WriteAllText(temp["a.json"], "{}");
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--sbat", temp["a.csv"], "--sbom", temp["a.json"]).Accepts();

        var verdict = Bq2Program.Run("efi", "verify", temp["a.efi"]).Accepts();

        Assert.Equal($"{temp["a.efi"]}: firmware should start it\n", verdict.Said);
        Assert.Empty(verdict.Complained);
    }

    [Theory]
    [InlineData("sbat,1,x\n", "SBAT002: .sbat, row 1 has 3 columns, expected 6")]
    [InlineData("", "CLI004: the file is empty")]
    public void WrongRowsAreRefusedWithTheirPlace(string rows, string complaint)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        File.WriteAllText(temp["a.csv"], rows);

        var outcome = Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--sbat", temp["a.csv"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(complaint, outcome.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(temp["a.efi"]));
    }

    [Fact]
    public void TheUnwindTableCanBeLeftOut()
    {
        using var temp = new TempFolder();
        string loader = Repository.LoaderObject(Machine.X64);
        Bq2Program.Run("efi", "link", loader, "-o", temp["with.efi"]).Accepts();
        Bq2Program.Run("efi", "link", loader, "-o", temp["without.efi"], "--no-unwind").Accepts();

        Assert.NotEqual(0u, PeImage.Read(temp["with.efi"]).Directory(DirectoryIndex.Exception).Length);
        Assert.Equal(0u, PeImage.Read(temp["without.efi"]).Directory(DirectoryIndex.Exception).Length);
    }

    [Fact]
    public void AVerdictNamesWhoRefusesUnderWhichPolicy()
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);
        Spoil.Set(program, 0x58 + 32, 0, 2);    // sections aligned to 512

        using var taken = JsonDocument.Parse(Bq2Program.Run("efi", "verify", program, "--json").Accepts().Said);
        var refused = Bq2Program.Run("efi", "verify", program, "--json", "--policy", "microsoft");

        Assert.True(taken.RootElement.GetProperty("accepted").GetBoolean());
        Assert.Empty(taken.RootElement.GetProperty("faults").EnumerateArray());
        Assert.Equal(["PE016", "PE061", "PE062"], Codes(taken.RootElement.GetProperty("remarks")));

        Assert.Equal(1, refused.ExitCode);
        using var answer = JsonDocument.Parse(refused.Said);
        Assert.False(answer.RootElement.GetProperty("accepted").GetBoolean());
        Assert.True(answer.RootElement.GetProperty("started-by-firmware").GetBoolean());
        Assert.Equal(["PE016", "PE062"], Codes(answer.RootElement.GetProperty("faults")));
        var fault = answer.RootElement.GetProperty("faults")[0];
        Assert.Equal(("policy", 0x78), (fault.GetProperty("grade").GetString(), fault.GetProperty("offset").GetInt32()));
        Assert.Equal(["microsoft"], fault.GetProperty("refused-under").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["shim", "shim-nx", "microsoft"], answer.RootElement.GetProperty("policies").EnumerateArray()
            .Where(policy => !policy.GetProperty("accepted").GetBoolean()).Select(policy => policy.GetProperty("name").GetString()));

        static IEnumerable<string?> Codes(JsonElement findings) =>
            findings.EnumerateArray().Select(finding => finding.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, "--strict")]
    [InlineData(1, "--policy", "shim")]
    [InlineData(1, "--policy", "shim-nx")]
    [InlineData(1, "--policy", "microsoft")]
    [InlineData(0, "--policy", "systemd")]
    [InlineData(0, "--policy", "signing")]
    [InlineData(1, "--policy", "signing", "--policy", "shim")]
    public void OnlyWhatCountsMakesTheAnswerNo(int exitCode, params string[] words)
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);   // without .sbat and .sbom, and nothing else is wrong

        var outcome = Bq2Program.Run(["efi", "verify", program, .. words]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.StartsWith($"{program}: firmware should start it; refused under shim (PE061), shim-nx (PE061), microsoft (PE062)",
            outcome.Said, StringComparison.Ordinal);
        Assert.Contains("PE061: there is no section .sbat, so shim itself does not start the image under Secure Boot "
            + "[refused under shim, shim-nx]\n"
            + "  try: add the section with bq2-efi link --sbat FILE\n", outcome.Complained, StringComparison.Ordinal);
    }

    [Fact]
    public void APolicyThatWasAskedForAndHasNothingAgainstItIsNamed()
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);

        Assert.EndsWith("; accepted under systemd, signing\n", Bq2Program.Run("efi", "verify", program, "--policy", "systemd", "--policy",
            "signing").Accepts().Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shimnx", "--policy is 'shimnx'; near: shim-nx, shim")]
    [InlineData("", "--policy is ''; there are: shim, shim-nx, microsoft, systemd, signing")]
    public void AnUnknownPolicyIsAUsageError(string policy, string complaint)
    {
        var outcome = Bq2Program.Run("efi", "verify", "nowhere.efi", "--policy", policy);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(complaint, outcome.Complained, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedProgramIsRefusedWithItsBytes()
    {
        using var temp = new TempFolder();
        string program = Link(temp, Machine.X64);
        Spoil.Set(program, 0x58 + 68, 3);

        var outcome = Bq2Program.Run("efi", "verify", program);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(
            $"{program}+0x9c: PE019: subsystem 3, expected 10, 11 or 12 (UEFI) [firmware does not start it]\n  00000090  ",
            outcome.Complained, StringComparison.Ordinal);
        Assert.Contains($"03 00 60 01\n{new string(' ', 48)}^^ ^^\n", outcome.Complained, StringComparison.Ordinal);
        Assert.StartsWith($"{program}: firmware does not start it", outcome.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedLinkLeavesTheOldProgramAndEndsWithOne()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));
        File.WriteAllText(temp["a.efi"], "old");

        var outcome = Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"], "--entry", "Nowhere");

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("LNK007: no object defines the entry point Nowhere", outcome.Complained, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(temp["a.efi"]));
    }

    [Fact]
    public void AFolderThatIsNotThereIsNamed()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(Machine.X64));

        var outcome = Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["nowhere/a.efi"]);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains($"there is no folder {temp["nowhere"]}", outcome.Complained, StringComparison.Ordinal);
    }

    private static string Link(TempFolder temp, Machine machine)
    {
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(machine));
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"]).Accepts();
        return temp["a.efi"];
    }
}
