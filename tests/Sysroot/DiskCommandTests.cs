using System.Globalization;
using System.Text.Json.Nodes;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Sysroot;

/// <summary>create, info, check, map, compare and resize, as scripts that were written for qemu-img call them.</summary>
public sealed class DiskCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("qemu-img qemu-io")]
    [InlineData("v2")]
    [InlineData("zstd 4k")]
    [InlineData("counts of 1 bit")]
    [InlineData("lazy counts")]
    [InlineData("parts")]
    [InlineData("snapshots")]
    [InlineData("bitmaps")]
    [InlineData("raw data file")]
    [InlineData("chain")]
    public void InfoHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var theirs = JsonNode.Parse(RealTool.QemuImg.Run("info", "--output=json", path).Accepts().Said)!.AsObject();
        var ours = Json("info", path);

        // Bitmaps are not ours to tell of.
        theirs["format-specific"]!["data"]!.AsObject().Remove("bitmaps");
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs}\nours: {ours}");
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib")]
    [InlineData("snapshots")]
    [InlineData("empty")]
    public void CheckHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(RealTool.QemuImg.Run("check", "--output=json", path).Accepts().Said), Json("check", path)));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("chain")]
    [InlineData("zlib")]
    [InlineData("empty")]
    public void MapHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var theirs = JsonNode.Parse(RealTool.QemuImg.Run("map", "--output=json", path).Accepts().Said)!.AsArray();
        var ours = JsonNode.Parse(Bq2("map", path, "--allow-backing", "--output", "json").Accepts().Said)!.AsArray();

        // From 8.2 on theirs tells, as ours does, what is compressed.
        foreach (var piece in ours)
            piece!.AsObject().Remove("compressed");
        Assert.True(JsonNode.DeepEquals(theirs, ours), $"theirs: {theirs}\nours: {ours}");
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib")]
    public void LeaksAreTheAnswerNoUntilTheyAreRepaired(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        using (var image = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
        {
            // A count of one for the cluster behind the last.
            int clusters = (int)((RandomAccess.GetLength(image) + 65535) / 65536);
            RandomAccess.Write(image, [0, 1], 2 * 65536 + 2 * clusters);
            RandomAccess.SetLength(image, (clusters + 1) * 65536L);
        }

        var found = Bq2("check", path);
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("1 leaked clusters were found", found.Said, StringComparison.Ordinal);
        Assert.Contains("QCW020: leaked: the cluster at", found.Complained, StringComparison.Ordinal);
        Assert.Contains("1 leaked clusters were given back", Bq2("check", "-r", "leaks", path).Accepts().Said, StringComparison.Ordinal);
        RealTool.QemuImg.Run("check", path).Accepts();
        Bq2("check", path).Accepts();
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    [InlineData("parts")]
    public void CompareFindsTheSameDiskAndTheFirstDifference(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.Contains("Images are identical.", Bq2("compare", "-f", "qcow2", "-F", "raw", path, _temp["raw"]).Accepts().Said, StringComparison.Ordinal);

        Spoil.Flip(_temp["raw"], 3_500_000);
        var found = Bq2("compare", path, _temp["raw"]);
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("Content mismatch at offset 3500000!", found.Said, StringComparison.Ordinal);
        RealTool.QemuImg.Run("compare", path, _temp["raw"]).Objects();
    }

    [Fact]
    public void ALongerDiskWithMoreZerosIsTheSameUnlessStrictness()
    {
        File.WriteAllBytes(_temp["a"], [1, .. new byte[511]]);
        File.WriteAllBytes(_temp["b"], [1, .. new byte[1_000_000]]);
        File.WriteAllBytes(_temp["c"], [1, .. new byte[1_000_000], 1]);

        Bq2("compare", _temp["a"], _temp["b"]).Accepts();
        Assert.Equal(1, Bq2("compare", "-s", _temp["a"], _temp["b"]).ExitCode);
        Assert.Contains("\"first-difference\": 1000001", Bq2("compare", "--output", "json", _temp["a"], _temp["c"]).Said, StringComparison.Ordinal);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("-f raw {0}/new 10M", "raw", 10 << 20)]
    [InlineData("{0}/new 1000", "raw", 1024)]
    [InlineData("-f qcow2 {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o cluster_size=512,compat=0.10 {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -o preallocation=metadata {0}/new 10M", "qcow2", 10 << 20)]
    [InlineData("-f qcow2 -b image -F qcow2 {0}/new", "qcow2", Recipes.DiskLength)]
    [InlineData("-f qcow2 -b image -F qcow2 {0}/new 20M", "qcow2", 20 << 20)]
    [InlineData("-f qcow2 -o compat=0.10,cluster_size=512 -b {0}/raw -F raw {0}/new", "qcow2", Recipes.DiskLength)]
    public void WhatIsCreatedIsWhatQemuExpects(string words, string format, long size)
    {
        Recipes.Make(_temp, "zlib");
        Bq2(["create", .. words.Replace("{0}", _temp.Path, StringComparison.Ordinal).Split(' ')]).Accepts();

        var info = JsonNode.Parse(RealTool.QemuImg.Run("info", "--output=json", "-f", format, _temp["new"]).Accepts().Said)!;
        Assert.Equal(size, info["virtual-size"]!.GetValue<long>());
        if (format == "raw")
            return;

        RealTool.QemuImg.Run("check", _temp["new"]).Accepts();
        if (!words.Contains("-b", StringComparison.Ordinal))
            return;
        Assert.NotNull(info["backing-filename-format"]);
        RealTool.QemuImg.Run("compare", _temp["new"], _temp["image"]).Accepts();
        RealTool.QemuIo.Run("-f", "qcow2", "-c", "write -P 7 100k 1k", _temp["new"]).Accepts();
        Assert.Equal(1, Bq2("compare", "--allow-backing", _temp["new"], _temp["image"]).ExitCode);
    }

    [Theory]
    [InlineData("{0}/new", "SIZE is missing")]
    [InlineData("{0}/new 1x", "'1x' is no size")]
    [InlineData("-b a {0}/new", "add -f qcow2")]
    [InlineData("-f qcow2 -b a {0}/new", "-F raw or -F qcow2")]
    [InlineData("-f qcow2 -F raw {0}/new 1M", "add -b BACKING")]
    [InlineData("-f vmdk {0}/new 1M", "-f is 'vmdk'")]
    public void AWrongWishEndsWithTwoAndMakesNothing(string words, string expected)
    {
        var outcome = Bq2(["create", .. words.Replace("{0}", _temp.Path, StringComparison.Ordinal).Split(' ')]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_temp.Path));
    }

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
    public void ADamagedTableIsToldOfBeforeTheDiskGrows()
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

    [Needs("qemu-img")]
    [InlineData("map")]
    [InlineData("compare")]
    [InlineData("resize")]
    public void BackingFilesAreOpenedWhenAllowedOnly(string command)
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
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("has the backing file \"raw\", which is not opened unasked", refused.Complained, StringComparison.Ordinal);
        Assert.Contains("--allow-backing", refused.Complained, StringComparison.Ordinal);
        Bq2([.. words, "--allow-backing"]).Accepts();
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);

    private static JsonNode Json(string command, string path) => JsonNode.Parse(Bq2(command, path, "--output", "json").Accepts().Said)!;
}
