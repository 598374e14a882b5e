using System.Text.Json;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>cp, tree and mkfs as people call them.</summary>
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

    /// <summary>Which partition is meant is said where there are several to mean, and nowhere else.</summary>
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

    [Fact]
    public void ABadNameIsReportedAndHidesNoOtherFile()
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"], "--from", _temp["tree"], "--label", "X").Accepts();
        Cp(_temp["tree/top.txt"], _temp["disk.img"] + "/BAD.TXT").Accepts();
        Spoil.Set(_temp["disk.img"], File.ReadAllBytes(_temp["disk.img"]).AsSpan().IndexOf("BAD     TXT"u8), (byte)'/');

        foreach (string[] words in (string[][])[["ls"], ["tree"], ["cp", "-r"]])
        {
            var outcome = Bq2Program.Run(["image", .. words, _temp["disk.img"] + "/", .. words.Length > 1 ? (string[])[_temp["out"]] : []]);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains("FAT017: \"/AD.TXT\" is not a valid file name: it is left out", outcome.Complained, StringComparison.Ordinal);
            if (words.Length == 1)
                Assert.Contains("top.txt", outcome.Said, StringComparison.Ordinal);
        }

        Assert.Equal("top", File.ReadAllText(_temp["out/top.txt"]));
        Assert.Equal("top", Bq2Program.Run("image", "cat", _temp["disk.img"] + "/top.txt").Accepts().Said);
        Cp(_temp["tree/top.txt"], _temp["disk.img"] + "/another").Accepts();
    }

    [Fact]
    public void ALinkInTheWayIsNotFollowed()
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"], "--from", _temp["tree"]).Accepts();
        Directory.CreateDirectory(_temp["out"]);
        Directory.CreateDirectory(_temp["elsewhere"]);
        File.CreateSymbolicLink(_temp["out/A folder"], _temp["elsewhere"]);

        var outcome = Cp("-r", _temp["disk.img"] + "/A folder", _temp["out"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("CLI001: this is a link to ", outcome.Complained, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_temp["elsewhere"]));
    }

    /// <summary>What cannot be copied depends on the target, and is refused before anything is written.</summary>
    [Theory]
    [InlineData("disk.img/", "FAT cannot store symbolic links")]
    [InlineData("out", "the copy cannot store symbolic links")]
    public void ALinkAmongTheFilesIsRefusedByTheTarget(string target, string expected)
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"], "--from", _temp["tree"]).Accepts();
        Bq2Program.Run("image", "mkfs", "fat", _temp["other.img"], "--from", _temp["tree"]).Accepts();
        byte[] before = File.ReadAllBytes(_temp["disk.img"]);
        Directory.CreateDirectory(_temp["out"]);
        File.CreateSymbolicLink(_temp["tree/link"], "top.txt");

        var outcome = Cp("-r", _temp["other.img"] + "/A folder", _temp["tree"], _temp[target]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"{_temp["tree/link"]}: IMG", outcome.Complained, StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp["disk.img"]));
        Assert.Empty(Directory.GetFileSystemEntries(_temp["out"]));
    }

    [Theory]
    [InlineData(2, "none of these is in a disk image", "tree/top.txt", "out")]
    [InlineData(2, "is in the image that would be written", "disk.img/x", "disk.img")]
    [InlineData(2, "is a folder: add --recursive", "tree", "disk.img/")]
    [InlineData(1, "disk.img/none/x: CLI002: the folder of the destination does not exist", "tree/top.txt", "disk.img/none/x")]
    [InlineData(1, "disk.img/none/: CLI002: the destination is not an existing folder", "tree/top.txt", "disk.img/none/")]
    [InlineData(1, "FAT014: there is no \"none\"", "disk.img/none", "out")]
    [InlineData(1, "Could not find file", "none", "disk.img/")]
    [InlineData(1, "FAT003: a FAT name cannot contain '?'", "tree/top.txt", "disk.img/what?")]
    public void ImpossibleCopiesAreReported(int exitCode, string expected, params string[] words)
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"]).Accepts();
        byte[] before = File.ReadAllBytes(_temp["disk.img"]);

        var outcome = Cp([.. words.Select(word => _temp[word])]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp["disk.img"]));
        Assert.False(Path.Exists(_temp["out"]));
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

    [Fact]
    public void WhatDoesNotFitLeavesASoundVolume()
    {
        Bq2Program.Run("image", "mkfs", "fat12", _temp["disk.img"], "--size", "64K").Accepts();
        File.WriteAllBytes(_temp["large"], TestBytes.Make(100_000));

        var outcome = Cp(_temp["large"], _temp["disk.img"] + "/");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("FAT007", outcome.Complained, StringComparison.Ordinal);
        using var volume = FatVolume.Open(DiskImage.Open(_temp["disk.img"]));
        Assert.Equal((0, false), (volume.List().Count, volume.IsDirty));
    }

    [Fact]
    public void ATreeIsDrawnAndIsJsonForPrograms()
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"], "--from", _temp["tree"]).Accepts();

        string drawn = Bq2Program.Run("image", "tree", _temp["disk.img"]).Accepts().Said;
        Assert.Equal(
            $"{_temp["disk.img"]}\n├── A folder\n│   └── deep\n"
                + "│       └── A file with a long name.bin\n├── empty\n└── top.txt\n\n3 folders, 2 files\n",
            drawn);

        using var json = JsonDocument.Parse(Bq2Program.Run("image", "tree", _temp["disk.img"] + "/a FOLDER", "--output", "json").Accepts()
            .Said);
        var file = json.RootElement.GetProperty("contents")[0].GetProperty("contents")[0];
        Assert.Equal(("A file with a long name.bin", 70_000), (file.GetProperty("name").GetString(), file.GetProperty("size").GetInt64()));
    }

    [Theory]
    [InlineData("fat", "--size 100M", "FAT16, 100 MiB")]
    [InlineData("fat", "", "FAT32, 34 MiB")]
    [InlineData("fat32", "--sector-size 4096", "FAT32, 260 MiB")]
    [InlineData("fat12", "", "FAT12, 1 MiB")]
    public void TheTypeIsAskedForOrFollowsFromTheSize(string kind, string options, string expected)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(expected,
            Bq2Program.Run(["image", "mkfs", kind, _temp["disk.img"], .. words]).Accepts().Said, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoSourceOfFilesIsRefusedClearly()
    {
        File.WriteAllText(_temp["it"], "");
        var outcome = Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"], "--from", _temp["it"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(_temp["it"], outcome.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(_temp["disk.img"]));
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Cp(params string[] words) => Bq2Program.Run(["image", "cp", .. words]);

    private static string Ls(string place) => Bq2Program.Run("image", "ls", place).Accepts().Said;
}
