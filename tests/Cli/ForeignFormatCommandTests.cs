namespace Bq2.Tests.Cli;

/// <summary>What every command says of formats that we recognize and do not read.</summary>
public sealed class ForeignFormatCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    /// <summary>
    /// Whatever cannot be read is refused by every command that reads disks, and only what was asked for by its name passes.
    /// </summary>
    [Needs("qemu-img")]
    [InlineData("convert DISK OUT", 1)]
    [InlineData("compare DISK RAW", 2)]
    [InlineData("compare RAW DISK", 2)]
    [InlineData("map DISK", 1)]
    [InlineData("measure DISK", 1)]
    [InlineData("resize DISK 9M", 1)]
    [InlineData("ls DISK", 1)]
    [InlineData("cat DISK/file", 1)]
    [InlineData("tree DISK", 1)]
    [InlineData("cp DISK/file OUT", 1)]
    [InlineData("cp RAW DISK/file", 1)]
    [InlineData("run DISK", 1)]
    [InlineData("run --arch x86_64 --dry-run DISK", 1)]
    [InlineData("check DISK", 63)]
    [InlineData("info DISK", 0)]
    public void AForeignFormatIsCalledByItsNameEverywhere(string words, int exitCode)
    {
        RealTool.QemuImg.Run("create", "-f", "vdi", _temp["disk"], "4M").Accepts();
        File.WriteAllBytes(_temp["raw"], new byte[4 << 20]);
        byte[] before = File.ReadAllBytes(_temp["disk"]);

        var outcome = Bq2(WithPaths(words));

        Assert.Equal(exitCode, outcome.ExitCode);
        if (exitCode != 63)
        {
            Assert.Contains("IMG060: the file is a VirtualBox disk (VDI), which is not supported",
                outcome.Complained, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_temp["out"]));
        Assert.Equal(before, File.ReadAllBytes(_temp["disk"]));
    }

    [Needs("qemu-img")]
    [InlineData("convert -f raw DISK OUT")]
    [InlineData("compare -f raw -F raw DISK DISK")]
    [InlineData("map -f raw DISK")]
    [InlineData("measure -f raw DISK")]
    [InlineData("info -f raw DISK")]
    [InlineData("create -f qcow2 -b DISK -F raw OUT")]
    public void AGivenRawFormatOverridesDetection(string words)
    {
        RealTool.QemuImg.Run("create", "-f", "vpc", "-o", "subformat=fixed", _temp["disk"], "4M").Accepts();

        Bq2(WithPaths(words)).Accepts();
        if (words.StartsWith("convert", StringComparison.Ordinal))
            Assert.Equal(File.ReadAllBytes(_temp["disk"]), File.ReadAllBytes(_temp["out"]));
        if (words.StartsWith("create", StringComparison.Ordinal))
            Bq2("compare", "--allow-backing", "-F", "raw", _temp["out"], _temp["disk"]).Accepts();
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);

    /// <summary>The words of a line, in which DISK, RAW and OUT stand for files of the test's folder.</summary>
    private string[] WithPaths(string line) =>
        [.. line.Split(' ').Select(word => new[] { "DISK", "RAW", "OUT" }.Aggregate(word, (text, name) =>
            text.Replace(name, _temp[name.ToLowerInvariant()], StringComparison.Ordinal)))];
}
