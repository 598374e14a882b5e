using Bq2.Efi.Pe;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Cli;

/// <summary>efi link, as people and scripts call it.</summary>
public sealed class EfiLinkCommandTests
{
    private const string Rows = "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n";

    [Fact]
    public void AnObjectIsLinkedShownAndVerified()
    {
        using var temp = new TempFolder();
        string program = LinkedSample.Link(temp, Machine.Arm64);

        Assert.Contains("aarch64, UEFI application", Bq2Program.Run("efi", "dump", program).Accepts().Said, StringComparison.Ordinal);
        Assert.Contains("firmware should start it", Bq2Program.Run("efi", "verify", program).Accepts().Said, StringComparison.Ordinal);
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
}
