using Bq2.Efi;
using Bq2.Efi.Files;

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
    public void ALinkIsWrittenThroughAndStaysALink()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp["real"], "old");
        File.CreateSymbolicLink(temp["link"], temp["real"]);
        NewFile.Write(temp["link"], "new"u8);

        Assert.Equal("new", File.ReadAllText(temp["real"]));
        Assert.NotNull(new FileInfo(temp["link"]).LinkTarget);
    }

    [Fact]
    public void ABrokenLinkIsWrittenThrough()
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["link"], "real");
        NewFile.Write(temp["link"], "new"u8);

        Assert.Equal("new", File.ReadAllText(temp["real"]));
        Assert.Equal("real", new FileInfo(temp["link"]).LinkTarget);
    }

    [Fact]
    public void AFileThatIsBeingWrittenIsNotTakenForOneThatWasLeft()
    {
        using var temp = new TempFolder();
        using (var one = NewFile.At(temp["disk"]))
        {
            NewFile.Write(temp["disk"], "second"u8);
            RandomAccess.Write(one.Handle, "first"u8, 0);
            one.Keep();
        }

        Assert.Equal("first", File.ReadAllText(temp["disk"]));
        Assert.Equal([temp["disk"]], Directory.GetFiles(temp.Path));
    }

    [Fact]
    public void NonFilesAreNotReplaced()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["folder"]);

        Assert.Equal("FIL001", Assert.Throws<FaultException>(() => NewFile.At(temp["folder"])).Fault.Code);
        Assert.Equal("FIL007", Assert.Throws<FaultException>(() => NewFile.At("/dev/null")).Fault.Code);
        NewFile.Write("/dev/null", "gone"u8);
    }

    /// <summary>A name may have 255 bytes, and the temporary name is longer than the final one.</summary>
    [Fact]
    public void ANameAsLongAsAFileSystemTakesIsFine()
    {
        using var temp = new TempFolder();
        string name = string.Concat(Enumerable.Repeat("ä", 127));
        NewFile.Write(temp[name], "new"u8);

        Assert.Equal([temp[name]], Directory.GetFiles(temp.Path));
    }
}
