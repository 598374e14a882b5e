namespace Bq2.Tests.Cli;

/// <summary>mkfs erofs, and the commands that read such a volume.</summary>
public sealed class MakeErofsCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("fsck.erofs veritysetup blkid")]
    [InlineData("raw", "")]
    [InlineData("raw", "--lz4 6")]
    [InlineData("raw", "--lz4 1 --verity")]
    [InlineData("qcow2", "--lz4 1")]
    public void AVolumeIsMadeFromAFolder(string format, string options)
    {
        Directory.CreateDirectory(_temp["tree/folder"]);
        string text = string.Join('\n', Enumerable.Range(0, 10_000));
        File.WriteAllText(_temp["tree/folder/file"], text);
        string image = _temp["root.img"];

        string said = Bq2Program.Run(["image", "mkfs", "erofs", image, "--from", _temp["tree"], "-O", format, "--label", "Root",
            "--uuid", "5f0c1b2e-7d3a-4c55-9a0b-1e2d3c4b5a69", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Accepts().Said;

        Assert.Equal("file\n", Bq2Program.Run("image", "ls", image + "/folder").Accepts().Said);
        Assert.Equal(text, Bq2Program.Run("image", "cat", image + "/folder/file").Accepts().Said);
        Bq2Program.Run("image", "cp", image + "/folder/file", _temp["copy"]).Accepts();
        Assert.Equal(text, File.ReadAllText(_temp["copy"]));
        Assert.Contains("file", Bq2Program.Run("image", "tree", image).Accepts().Said, StringComparison.Ordinal);
        if (format != "raw")
            return;

        new RealTool("fsck.erofs").Run("--extract", image).Accepts();
        string blkid = new RealTool("blkid").Run("-p", image).Accepts().Said;
        Assert.Contains("LABEL=\"Root\" UUID=\"5f0c1b2e-7d3a-4c55-9a0b-1e2d3c4b5a69\"", blkid, StringComparison.Ordinal);
        if (options.Contains("--verity", StringComparison.Ordinal))
            Verify(image, said);
    }

    [Theory]
    [InlineData("fat --lz4 1", "fat does not have --lz4")]
    [InlineData("ext4 --verity", "ext4 does not have --verity")]
    [InlineData("erofs --size 1G", "erofs does not have --size")]
    [InlineData("erofs --sector-size 512", "erofs does not have --sector-size")]
    [InlineData("erofs --lz4 10", "--lz4")]
    [InlineData("erofs --uuid 1234-ABCD", "expected a UUID")]
    public void InvalidOptionsAreUsageErrors(string words, string expected)
    {
        string[] all = words.Split(' ');
        var outcome = Bq2Program.Run(["image", "mkfs", all[0], _temp["image"], .. all[1..]]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
    }

    [Fact]
    public void AVolumeIsNotChangedInPlace()
    {
        Bq2Program.Run("image", "mkfs", "erofs", _temp["image"]).Accepts();
        var outcome = Bq2Program.Run("image", "mkdir", _temp["image"] + "/folder");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("an EROFS filesystem", outcome.Complained, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>With the numbers that the program said.</summary>
    private static void Verify(string image, string said)
    {
        string[] words = said.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        string offset = words[Array.IndexOf(words, "from") + 1], root = words[Array.IndexOf(words, "hash") + 1];
        string[] call = ["verify", image, image, root, "--hash-offset", offset];
        new RealTool("veritysetup").Run(call).Accepts();
        Spoil.Flip(image, 4096);
        new RealTool("veritysetup").Run(call).Objects();
    }
}
