using System.Globalization;
using System.Text.Json.Nodes;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>resize, as scripts that were written for qemu-img call it.</summary>
public sealed class ResizeCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("qemu-img qemu-io")]
    [InlineData("v3", "+3M", Recipes.DiskLength + (3 << 20))]
    [InlineData("zlib v2 small", "40M", 40 << 20)]
    [InlineData("snapshots", "1G", 1 << 30)]
    public void AResizedDiskIsTheSameButLonger(string recipe, string size, long expected)
    {
        string path = Recipes.Make(_temp, recipe);
        File.Copy(path, _temp["before"]);
        Bq2("resize", path, size).Accepts();

        RealTool.QemuImg.Run("check", path).Accepts();
        RealTool.QemuImg.Run("compare", path, _temp["before"]).Accepts();
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), Json("info", path)["virtual-size"]!.ToString());
        var shrink = Bq2("resize", path, "1M");
        Assert.Equal(1, shrink.ExitCode);
        Assert.Contains("cannot shrink to 1,048,576", shrink.Complained, StringComparison.Ordinal);
    }

    [Needs("qemu-img sgdisk")]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public void APartitionTableGrowsWithItsDisk(string format)
    {
        var plan = GptDisk.Plan([new(PartitionType.Swap, new(5 << 20))]);
        if (format == "raw")
            RawImage.Write(_temp["disk"], plan);
        else
            Qcow2Image.Write(_temp["disk"], plan);

        Bq2("resize", _temp["disk"], "+7M").Accepts();

        Bq2("convert", "-O", "raw", _temp["disk"], _temp["raw"]).Accepts();
        Assert.Empty(Findings.OfSgdisk(_temp["raw"]));
        Assert.Equal(plan.Length + (7 << 20), new FileInfo(_temp["raw"]).Length);
    }

    [Fact]
    public void ADamagedTableIsReportedBeforeTheDiskGrows()
    {
        RawImage.Write(_temp["disk"], GptDisk.Plan([new(PartitionType.Swap, new(5 << 20))]));
        long length = new FileInfo(_temp["disk"]).Length;
        Spoil.Flip(_temp["disk"], 512 + 40);
        Spoil.Flip(_temp["disk"], length - 512 + 40);

        Assert.Equal(1, Bq2("resize", _temp["disk"], "+7M").ExitCode);
        Assert.Equal(length, new FileInfo(_temp["disk"]).Length);
    }

    [Fact]
    public void ARawFileGrowsToo()
    {
        File.WriteAllBytes(_temp["raw"], [1, .. new byte[511]]);
        Bq2("resize", "-f", "raw", _temp["raw"], "+1M").Accepts();
        Assert.Equal((1 << 20) + 512, new FileInfo(_temp["raw"]).Length);
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);

    private static JsonNode Json(string command, string path) => JsonNode.Parse(Bq2(command, path, "--output", "json").Accepts().Said)!;
}
