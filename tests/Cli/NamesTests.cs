namespace Bq2.Tests.Cli;

public sealed class NamesTests
{
    [Theory]
    [InlineData("bq2", "bq2 [command]")]
    [InlineData("bq2-image", "bq2-image [command]")]
    [InlineData("bq2-efi", "bq2-efi")]
    public void AnInstalledNameIsTheCommandOfThatName(string name, string usage)
    {
        using var temp = new TempFolder();
        Bq2Program.Run("--install", temp.Path).Accepts();

        Assert.Contains($"  {usage}", new Bq2Program { CalledBy = temp[name] }.Call("--help").Accepts().Said);
    }

    [Fact]
    public void AnUnknownNameIsRefusedWithNearOnes()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["bq2-imge"], Bq2Program.File);
        var outcome = new Bq2Program { CalledBy = temp["bq2-imge"] }.Call("--help");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("bq2-imge: no program has this name; near: bq2-image", outcome.Complained);
    }

    [Fact]
    public void ElsewhereTheLinksHoldTheWholePath()
    {
        using var temp = new TempFolder();
        var outcome = Bq2Program.Run("--install", temp["new/bin"]).Accepts();

        Assert.StartsWith($"{temp["new/bin"]}: bq2, bq2-image, bq2-efi, efi-app-builder -> ", outcome.Said);
        Assert.Equal(Bq2Program.File, File.ResolveLinkTarget(temp["new/bin/bq2-efi"], returnFinalTarget: true)!.FullName);
    }

    [Theory]
    [InlineData("/opt/checkout/bin", "../artifacts/bq2")]
    [InlineData("/usr/local/bin", "/opt/checkout/artifacts/bq2")]
    public void BesideTheProgramTheyCanBeMovedWithIt(string folder, string target) =>
        Assert.Equal(target, Bq2.Cli.Links.Plan(folder, "/opt/checkout/artifacts/bq2", ["bq2"]).Target);

    [Fact]
    public void LinksThatStandAreReplaced()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["bq2"], "/nowhere");
        Bq2Program.Run("--install", temp.Path).Accepts();

        Assert.Equal(Bq2Program.File, File.ResolveLinkTarget(temp["bq2"], returnFinalTarget: true)!.FullName);
    }

    [Fact]
    public void AFileInTheWayStaysAndSoDoesAllElse()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["bq2-efi"], "mine");
        var outcome = Bq2Program.Run("--install", temp.Path);

        Assert.Equal(3, outcome.ExitCode);
        Assert.StartsWith($"bq2: {temp["bq2-efi"]} is in the way: it is not a link\n  try: ", outcome.Complained);
        Assert.Equal([temp["bq2-efi"]], Directory.GetFileSystemEntries(temp.Path));
        Assert.Equal("mine", File.ReadAllText(temp["bq2-efi"]));
    }
}
