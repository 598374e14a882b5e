using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Copies that cp refuses: each is reported, and the target stays intact.</summary>
public sealed class RefusedCopyTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public RefusedCopyTests()
    {
        Directory.CreateDirectory(_temp["tree/A folder/deep"]);
        Directory.CreateDirectory(_temp["tree/empty"]);
        File.WriteAllText(_temp["tree/top.txt"], "top");
        File.WriteAllBytes(_temp["tree/A folder/deep/A file with a long name.bin"], TestBytes.Make(70_000));
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

    /// <summary>Out of ext4, links stay links: they are made, and not followed.</summary>
    [Fact]
    public void LinksComeOutOfExt4()
    {
        Directory.CreateDirectory(_temp["linked"]);
        File.CreateSymbolicLink(_temp["linked/link"], "../elsewhere");
        File.CreateSymbolicLink(_temp["linked/long"], new('l', 100));
        File.WriteAllText(_temp["linked/text"], "text");
        Bq2Program.Run("image", "mkfs", "ext4", _temp["disk.img"], "--from", _temp["linked"]).Accepts();

        Cp("-r", _temp["disk.img"] + "/", _temp["fresh"]).Accepts();
        Assert.Equal("../elsewhere", new FileInfo(_temp["fresh/link"]).LinkTarget);
        Assert.Equal(new('l', 100), new FileInfo(_temp["fresh/long"]).LinkTarget);
        Assert.Equal("text", File.ReadAllText(_temp["fresh/text"]));
        foreach (string[] words in (string[][])[["ls", "-l"], ["tree"]])
        {
            string said = Bq2Program.Run(["image", .. words, _temp["disk.img"]]).Accepts().Said;
            Assert.Contains("link -> ../elsewhere", said, StringComparison.Ordinal);
        }

        Assert.Contains("IMG063", Cp(_temp["linked/text"], _temp["disk.img"] + "/new").Objects().Complained, StringComparison.Ordinal);
    }

    /// <summary>What cannot be copied depends on the target, and is refused before anything is written.</summary>
    [Theory]
    [InlineData("disk.img/", "ln -s top.txt", "FAT cannot store symbolic links")]
    [InlineData("out", "mkfifo", "the copy cannot store pipes")]
    public void WhatTheTargetCannotStoreIsRefused(string target, string make, string expected)
    {
        Bq2Program.Run("image", "mkfs", "fat", _temp["disk.img"], "--from", _temp["tree"]).Accepts();
        Bq2Program.Run("image", "mkfs", "fat", _temp["other.img"], "--from", _temp["tree"]).Accepts();
        byte[] before = File.ReadAllBytes(_temp["disk.img"]);
        Directory.CreateDirectory(_temp["out"]);
        string[] words = make.Split(' ');
        new RealTool(words[0]).Run([.. words[1..], _temp["tree/link"]]).Accepts();

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

    public void Dispose() => _temp.Dispose();

    private static Outcome Cp(params string[] words) => Bq2Program.Run(["image", "cp", .. words]);
}
