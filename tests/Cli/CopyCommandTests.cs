using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>cp between folders and volumes, as people call it.</summary>
public sealed class CopyCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public CopyCommandTests()
    {
        Directory.CreateDirectory(_temp["tree/A folder/deep"]);
        Directory.CreateDirectory(_temp["tree/empty"]);
        File.WriteAllText(_temp["tree/top.txt"], "top");
        File.WriteAllBytes(_temp["tree/A folder/deep/A file with a long name.bin"], TestBytes.Make(70_000));
    }

    [Needs("fsck.fat mdir")]
    [InlineData("fat12", "2M")]
    [InlineData("fat16", "20M")]
    [InlineData("fat32", "40M")]
    public void ATreeRoundTripsThroughAVolume(string kind, string size)
    {
        Bq2Program.Run("image", "mkfs", kind, _temp["disk.img"], "--size", size).Accepts();
        Cp("-r", _temp["tree"], _temp["disk.img"] + "/").Accepts();
        Cp(_temp["tree/top.txt"], _temp["disk.img"] + "/tree/empty/other name.txt").Accepts();
        Cp(_temp["tree/top.txt"], _temp["tree/A folder/deep/A file with a long name.bin"], _temp["disk.img"] + "/tree/empty").Accepts();

        Assert.Empty(Findings.OfFsck(_temp["disk.img"]));
        string[] expected =
        [
            "tree/A folder/deep/A file with a long name.bin", "tree/empty/A file with a long name.bin", "tree/empty/other name.txt",
            "tree/empty/top.txt", "tree/top.txt",
        ];
        Assert.Equal(expected, Findings.OfMdir(_temp["disk.img"]));

        Cp("-r", _temp["disk.img"] + "/tree", _temp["out"]).Accepts();
        Assert.Equal("top", File.ReadAllText(_temp["out/empty/other name.txt"]));
        Assert.Equal(TestBytes.Make(70_000), File.ReadAllBytes(_temp["out/A folder/deep/A file with a long name.bin"]));
        Cp("-r", _temp["disk.img"] + "/", _temp["out"]).Accepts();
        Assert.True(File.Exists(_temp["out/tree/top.txt"]));
    }

    [Fact]
    public void FromOneImageIntoAPartitionOfAnother()
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["one.img"], "--from", _temp["tree"]).Accepts();
        var volume = FatVolume.Plan(new());
        RawImage.Write(_temp["two.img"], GptDisk.Plan([new(PartitionType.Swap, new(1 << 20)), new(PartitionType.Esp, volume)]));

        Cp("-r", _temp["one.img"] + "/A folder", _temp["two.img"] + ":2/copy").Accepts();

        Assert.Equal("A file with a long name.bin\n", Ls(_temp["two.img"] + "/copy/deep"));
        Assert.Equal(2, Cp("-r", _temp["two.img"] + ":2/copy", _temp["two.img"] + "/again").ExitCode);
    }

    /// <summary>The chosen partition is reported if there were several to choose from, and only then.</summary>
    [Theory]
    [InlineData("/", "a: taking partition 2 (esp) of 3; a:NUMBER or :LABEL takes another\n", "ESP\n")]
    [InlineData(":/", "a: taking partition 2 (esp) of 3; a:NUMBER or :LABEL takes another\n", "ESP\n")]
    [InlineData("", "a: taking partition 2 (esp) of 3; a:NUMBER or :LABEL takes another\n", "ESP\n")]
    [InlineData(":2", "", "ESP\n")]
    [InlineData(":1/", "", "FIRST\n")]
    public void WithoutANumberTheChosenPartitionIsReported(string place, string said, string listed)
    {
        Partition Of(string name, PartitionType type)
        {
            var tree = new Tree();
            tree.AddFile(name, Content.Empty);
            return new(type, FatVolume.Plan(tree, new() { Type = FatType.Fat12, Size = 1 << 20 }));
        }

        RawImage.Write(_temp["a"],
            GptDisk.Plan([Of("FIRST", PartitionType.BasicData), Of("ESP", PartitionType.Esp), new(PartitionType.Swap, new(1))]));
        RawImage.Write(_temp["alone"], GptDisk.Plan([Of("ONLY", PartitionType.BasicData)]));

        var outcome = Bq2Program.Run("image", "ls", _temp["a"] + place).Accepts();
        Assert.Equal((listed, said), (outcome.Said, outcome.Complained.Replace(_temp.Path + "/", "", StringComparison.Ordinal)));
        Assert.Equal("", Bq2Program.Run("image", "ls", "--quiet", _temp["a"] + place).Accepts().Complained);
        Assert.Equal(("ONLY\n", ""),
            Bq2Program.Run("image", "ls", _temp["alone"] + ":").Accepts() is var alone ? (alone.Said, alone.Complained) : default);
        Cp(_temp["tree/top.txt"], _temp["a"] + (place.Length == 0 ? "/" : place)).Accepts();
        Assert.Contains("top.txt", Ls(_temp["a"] + place), StringComparison.OrdinalIgnoreCase);
    }

    [Needs("qemu-img")]
    [InlineData("disk.qcow2")]
    public void AQcow2ImageTakesFilesToo(string name)
    {
        Qcow2Image.Write(_temp[name], FatVolume.Plan(new()));

        Cp(_temp["tree/top.txt"], _temp[name] + "/").Accepts();

        RealTool.QemuImg.Run("check", _temp[name]).Accepts();
        Assert.Equal(File.ReadAllText(_temp["tree/top.txt"]), Bq2Program.Run("image", "cat", _temp[name] + "/top.txt").Accepts().Said);
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Cp(params string[] words) => Bq2Program.Run(["image", "cp", .. words]);

    private static string Ls(string place) => Bq2Program.Run("image", "ls", place).Accepts().Said;
}
