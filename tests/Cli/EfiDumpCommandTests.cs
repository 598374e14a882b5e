using System.Text.Json;
using Bq2.Efi.Pe;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Cli;

/// <summary>efi dump, as people and scripts call it.</summary>
public sealed class EfiDumpCommandTests
{
    private const string Rows = "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n";

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
        string program = LinkedSample.Link(temp, Machine.X64);
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
        string program = LinkedSample.Link(temp, Machine.Arm64);

        var outcome = Bq2Program.Run("efi", "dump", program, "--disassemble");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"{program}: PE071: the image is for aarch64, only x86_64 is disassembled\n  try: llvm-objdump -d {program}\n",
            outcome.Complained);
        Assert.Empty(outcome.Said);
    }
}
