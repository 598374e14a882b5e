using System.Text.Json.Nodes;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>check and compare, as scripts that were written for qemu-img call them.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void CheckAndCompareEndAsThoseOfQemuImg()
    {
        File.WriteAllBytes(_temp["raw"], new byte[4096]);
        Qcow2Image.Write(_temp["image"], new(1 << 20));

        Assert.Equal(63, Bq2("check", _temp["raw"]).ExitCode);
        Assert.Equal(1, Bq2("check", "-f", "qcow2", _temp["raw"]).ExitCode);
        Assert.Equal(1, Bq2("check", _temp["none"]).ExitCode);
        Assert.Equal(1, Bq2("check", "--wrong", _temp["image"]).ExitCode);
        Assert.Equal(0, Bq2("check", _temp["image"]).ExitCode);
        Assert.Equal(0, Bq2("compare", _temp["image"], _temp["raw"]).ExitCode);
        Assert.Equal(2, Bq2("compare", _temp["image"], _temp["none"]).ExitCode);
        Assert.Equal(2, Bq2("compare", "-f", "qcow2", _temp["raw"], _temp["raw"]).ExitCode);
        Assert.Equal(2, Bq2("compare", _temp["image"]).ExitCode);
        Assert.Contains("63 the format has nothing to check", Bq2("check", "--help").Accepts().Said, StringComparison.Ordinal);
        Assert.Contains("1 different", Bq2("compare", "--help").Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("qemu-img")]
    [InlineData(0, 0)]
    [InlineData(2, 8)]
    public void ACorruptImageEndsWithTwo(int expected, int place)
    {
        Qcow2Image.Write(_temp["image"], DiskWith("data"));
        if (place > 0)
            Spoil.Set(_temp["image"], 65536, 0x80, 0, 0, 0, 0x7f, 0, 0, 0);

        Assert.Equal(expected, Bq2("check", _temp["image"]).ExitCode);
        Assert.Equal(expected, RealTool.QemuImg.Run("check", _temp["image"]).ExitCode);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib")]
    [InlineData("snapshots")]
    [InlineData("empty")]
    public void CheckHasQemusKeysAndValues(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(RealTool.QemuImg.Run("check", "--output=json", path).Accepts().Said),
            Json("check", path)));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib")]
    public void LeaksAreReportedUntilTheyAreRepaired(string recipe)
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
        Assert.Equal((3, 3), (found.ExitCode, RealTool.QemuImg.Run("check", path).ExitCode));
        Assert.Contains("1 leaked clusters were found", found.Said, StringComparison.Ordinal);
        Assert.Contains("QCW020: leaked: the cluster at", found.Complained, StringComparison.Ordinal);
        Assert.Contains("1 leaked clusters were freed", Bq2("check", "-r", "leaks", path).Accepts().Said, StringComparison.Ordinal);
        RealTool.QemuImg.Run("check", path).Accepts();
        Bq2("check", path).Accepts();
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    [InlineData("parts")]
    public void CompareFindsTheSameDiskAndTheFirstDifference(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        Assert.Contains("Images are identical.",
            Bq2("compare", "-f", "qcow2", "-F", "raw", path, _temp["raw"]).Accepts().Said, StringComparison.Ordinal);

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
        Assert.Contains("\"first-difference\": 1000001",
            Bq2("compare", "--output", "json", _temp["a"], _temp["c"]).Said, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static Outcome Bq2(params string[] words) => Bq2Program.Run(["image", .. words]);

    private static Regions DiskWith(string text)
    {
        var disk = new Regions(1 << 20);
        disk.Add(0, Content.FromBytes(System.Text.Encoding.UTF8.GetBytes(text)));
        return disk;
    }

    private static JsonNode Json(string command, string path) => JsonNode.Parse(Bq2(command, path, "--output", "json").Accepts().Said)!;
}
