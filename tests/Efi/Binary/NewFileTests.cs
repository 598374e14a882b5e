using Bq2.Efi.Binary;

namespace Bq2.Tests.Efi.Binary;

public sealed class NewFileTests
{
    [Fact]
    public void AFileThatIsNotKeptLeavesNothingAndTheOldOneStands()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["disk"], "old");
        using (var file = NewFile.At(temp["disk"]))
            RandomAccess.Write(file.Handle, "new"u8, 0);

        Assert.Equal("old", File.ReadAllText(temp["disk"]));
        Assert.Equal([temp["disk"]], Directory.GetFiles(temp.Path));
    }

    [Fact]
    public void AFileThatWasNotThereIsMade()
    {
        using var temp = new TempFolder();
        NewFile.Write(temp["disk"], "new"u8);

        Assert.Equal("new", File.ReadAllText(temp["disk"]));
    }

    [Fact]
    public void AKeptFileTakesThePlaceOfTheOldOne()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["disk"], "old");
        NewFile.Write(temp["disk"], "new"u8);

        Assert.Equal("new", File.ReadAllText(temp["disk"]));
        Assert.Equal([temp["disk"]], Directory.GetFiles(temp.Path));
    }

    [Fact]
    public void AFileThatWasNotThereBeforeIsMade()
    {
        using var temp = new TempFolder();
        NewFile.Write(temp["disk"], "new"u8);

        Assert.Equal("new", File.ReadAllText(temp["disk"]));
    }

    [Fact]
    public void ALinkIsWrittenThroughAndStaysALink()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["real"], "old");
        File.CreateSymbolicLink(temp["link"], temp["real"]);
        NewFile.Write(temp["link"], "new"u8);

        Assert.Equal("new", File.ReadAllText(temp["real"]));
        Assert.NotNull(new FileInfo(temp["link"]).LinkTarget);
    }
}
