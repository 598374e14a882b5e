using System.Text.Json.Nodes;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>create, as scripts that were written for qemu-img call it, and which commands open backing files.</summary>
public sealed class CreateCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("qemu-img qemu-io")]
    [InlineData("-f raw {0}/new 10M", "raw", 10 << 20)]
    [InlineData("{0}/new 1000", "raw", 1024)]
    [InlineData("{0}/new 1b", "raw", 512)]
    [InlineData("{0}/new 2.5k", "raw", 2560)]
    [InlineData("-f qcow2 -o cluster_size=2M {0}/new 1P", "qcow2", 1L << 50)]
    [InlineData("-f qcow2 {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o cluster_size=512,compat=0.10 {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o preallocation=metadata {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o compression_type=zstd {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -b image -F qcow2 {0}/new", "qcow2", Recipes.DiskLength)]
    [InlineData("-f qcow2 -b image -F qcow2 {0}/new 20M", "qcow2", 20 << 20)]
    [InlineData("-f qcow2 -o compat=0.10,cluster_size=512 -b {0}/raw -F raw {0}/new", "qcow2", Recipes.DiskLength)]
    public void CreatedImagesEqualQemus(string words, string format, long size)
    {
        Recipes.Make(_temp, "zlib");
        Bq2(["create", .. words.Replace("{0}", _temp.Path, StringComparison.Ordinal).Split(' ')]).Accepts();

        var info = JsonNode.Parse(RealTool.QemuImg.Run("info", "--output=json", "-f", format, _temp["new"]).Accepts().Said)!;
        Assert.Equal(size, info["virtual-size"]!.GetValue<long>());
        if (format == "raw")
            return;

        RealTool.QemuImg.Run("check", _temp["new"]).Accepts();
        string type = info["format-specific"]!["data"]!["compression-type"]!.ToString();
        Assert.Equal(words.Contains("zstd", StringComparison.Ordinal) ? "zstd" : "zlib", type);
        if (!words.Contains("-b", StringComparison.Ordinal))
            return;
        Assert.NotNull(info["backing-filename-format"]);
        RealTool.QemuImg.Run("compare", _temp["new"], _temp["image"]).Accepts();
        RealTool.QemuIo.Run("-f", "qcow2", "-c", "write -P 7 100k 1k", _temp["new"]).Accepts();
        Assert.Equal(1, Bq2("compare", "--allow-backing", _temp["new"], _temp["image"]).ExitCode);
    }

    [Theory]
    [InlineData("{0}/new", "the size of the disk is missing")]
    [InlineData("{0}/new 1x", "'1x' is not a size")]
    [InlineData("{0}/new 5E", "'5E' is not a size")]
    [InlineData("{0}/new -5", "unknown option '-5'")]
    [InlineData("-b a {0}/new", "add -f qcow2")]
    [InlineData("-f qcow2 -b a {0}/new", "-F raw or -F qcow2")]
    [InlineData("-f qcow2 -F raw {0}/new 1M", "add -b BACKING")]
    [InlineData("-f vmdk {0}/new 1M", "-f is 'vmdk'")]
    [InlineData("-o cluster_size=4k {0}/new 1M", "raw images do not have cluster_size: it needs -f qcow2")]
    [InlineData("-c -f qcow2 {0}/new 1M", "unknown option '-c'")]
    public void InvalidOptionsAreUsageErrorsAndMakeNothing(string words, string expected)
    {
        var outcome = Bq2(["create", .. words.Replace("{0}", _temp.Path, StringComparison.Ordinal).Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_temp.Path));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("chain", "raw")]
    [InlineData("chain to raw", "qcow2")]
    [InlineData("data file", "qcow2")]
    public void AnImageThatNeedsOthersIsMadeToStandAlone(string recipe, string format)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.Equal(1, Bq2("convert", "-O", format, path, _temp["alone"]).ExitCode);
        Assert.False(File.Exists(_temp["alone"]));

        Bq2("convert", "--allow-backing", "-O", format, path, _temp["alone"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "qcow2", "-F", format, path, _temp["alone"]).Accepts();
    }

    [Needs("qemu-img")]
    [InlineData("map")]
    [InlineData("compare")]
    [InlineData("resize")]
    public void BackingFilesAreOpenedOnlyIfAllowed(string command)
    {
        File.WriteAllBytes(_temp["raw"], new byte[1 << 20]);
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-F", "raw", "-b", "raw", _temp["image"]).Accepts();
        string[] words = command switch
        {
            "compare" => [command, _temp["image"], _temp["raw"]],
            "resize" => [command, _temp["image"], "2M"],
            _ => [command, _temp["image"]],
        };

        var refused = Bq2(words);
        Assert.Equal(command == "compare" ? 2 : 1, refused.ExitCode);
        Assert.Contains("has the backing file \"raw\", which is opened only if allowed", refused.Complained, StringComparison.Ordinal);
        Assert.Contains("--allow-backing", refused.Complained, StringComparison.Ordinal);
        Bq2([.. words, "--allow-backing"]).Accepts();
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);
}
