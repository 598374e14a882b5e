namespace Bq2.Tests.Cli;

/// <summary>mkfs, as people and scripts call it.</summary>
public sealed class MakeVolumeCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("fsck.fat mdir")]
    [InlineData("--size", "64M")]
    [InlineData("--label", "boot")]
    public void AVolumeIsMadeFromAFolder(string option, string value)
    {
        Directory.CreateDirectory(_temp["tree/Some Folder"]);
        File.WriteAllText(_temp["tree/Some Folder/A file with a long name.txt"], "hello");

        Bq2Program.Run("image", "mkfs", "fat", _temp["esp.img"], "--from", _temp["tree"], option, value, "--uuid", "1234-ABCD").Accepts();

        Assert.Equal(0, RealTool.FsckFat.Run("-n", _temp["esp.img"]).ExitCode);
        string listing = RealTool.Mdir.Run("-/", "-b", "-i", _temp["esp.img"], "::").Accepts().Said;
        Assert.Contains("::/Some Folder/A file with a long name.txt", listing, StringComparison.Ordinal);
        Assert.Contains("1234-ABCD", RealTool.Mdir.Run("-i", _temp["esp.img"], "::").Accepts().Said, StringComparison.Ordinal);
        Assert.Equal("hello", Cat(_temp["esp.img"] + "/some folder/A FILE with a long name.txt"));
        if (option == "--size")
            Assert.Equal(64 << 20, new FileInfo(_temp["esp.img"]).Length);
    }

    [Needs("qemu-img fsck.fat")]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public void AVolumeGoesIntoAPackedImageInOneGo(string compression)
    {
        Directory.CreateDirectory(_temp["tree"]);
        File.WriteAllText(_temp["tree/file"], new string('x', 100_000));

        Bq2Program.Run("image", "mkfs",
            "fat", "--from", _temp["tree"], "-O", "qcow2", "-c", "-o", $"compression_type={compression}", _temp["packed"]).Accepts();
        Bq2Program.Run("image", "mkfs", "fat", "--from", _temp["tree"], _temp["plain"]).Accepts();

        RealTool.QemuImg.Run("check", _temp["packed"]).Accepts();
        RealTool.QemuImg.Run("compare", "-F", "raw", _temp["packed"], _temp["plain"]).Accepts();
        Assert.Equal(0, RealTool.FsckFat.Run("-n", _temp["plain"]).ExitCode);
    }

    [Theory]
    [InlineData("ntfs", "", "'ntfs' is not a supported file system: expected fat")]
    [InlineData("fat", "--size 12Q", "--size is '12Q': expected a number of bytes")]
    [InlineData("fat", "--uuid 1234", "--uuid is '1234': expected eight hexadecimal digits")]
    public void InvalidVolumeOptionsAreUsageErrors(string kind, string options, string expected)
    {
        var outcome = Bq2Program.Run(["image", "mkfs", kind, _temp["esp.img"],
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
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

    private static string Cat(string place) => Bq2Program.Run("image", "cat", place).Accepts().Said;
}
