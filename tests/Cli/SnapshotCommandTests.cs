using System.Text.Json;
using Bq2.Image;

namespace Bq2.Tests.Cli;

/// <summary>snapshot beside qemu-img's: what each makes the other reads, and qemu-img check has nothing to say.</summary>
public sealed class SnapshotCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Recipes => ["v2 small", "v3", "zlib v2 small", "mixed", "snapshots", "counts of 64 bits"];

    /// <summary>
    /// Made by us, changed, applied, removed, in several orders; each time the disk is what qemu-img makes it from the same
    /// words.
    /// </summary>
    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Recipes))]
    public void EachStepLeavesASoundImageAndTheRightDisk(string recipe)
    {
        string start = Image.Recipes.Make(_temp, recipe);
        File.Copy(start, _temp["theirs"]);
        File.Copy(start, _temp["ours"]);
        string[] steps =
        [
            "-c one", "write 5 64k 300k", "-c two", "write 6 0 1M", "write 7 1500k 5k", "-a one", "write 8 100k 1k", "-c three",
            "-d one", "write 9 64k 64k", "-a two", "-d three", "write 10 0 2M", "-d two",
        ];
        foreach (string step in steps)
        {
            string[] words = step.Split(' ');
            foreach (string name in (string[])["theirs", "ours"])
            {
                if (words[0] == "write")
                    RealTool.QemuIo.Run("-f", "qcow2", "-c", $"write -P {words[1]} {words[2]} {words[3]}", _temp[name]).Accepts();
                else if (name == "theirs")
                    RealTool.QemuImg.Run("snapshot", words[0], words[1], _temp[name]).Accepts();
                else
                    Bq2Program.Run("image", "snapshot", words[0], words[1], _temp[name]).Accepts();
            }

            RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["ours"]).Accepts();
            RealTool.QemuImg.Run("compare", "-f", "qcow2", "-F", "qcow2", _temp["theirs"], _temp["ours"]).Accepts();
            Assert.Equal(DiskInfo.Of(_temp["theirs"]).Snapshots.Select(each => each.Name),
                DiskInfo.Of(_temp["ours"]).Snapshots.Select(each => each.Name));
        }
    }

    /// <summary>By us and by qemu-img the same disk comes out of a snapshot.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib v2 small")]
    public void ASnapshotIsCopiedByItsName(string recipe)
    {
        string image = Image.Recipes.Make(_temp, recipe);
        RealTool.QemuImg.Run("convert", "-O", "raw", image, _temp["before"]).Accepts();
        Bq2Program.Run("image", "snapshot", "-c", "kept", image).Accepts();
        RealTool.QemuIo.Run("-f", "qcow2", "-c", "write -P 3 0 1M", image).Accepts();

        foreach (string name in (string[])["kept", "1", "snapshot.name=kept"])
        {
            Bq2Program.Run("image", "convert", "-l", name, image, _temp["ours"]).Accepts();
            RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "raw", _temp["before"], _temp["ours"]).Accepts();
        }

        RealTool.QemuImg.Run("convert", "-l", "kept", "-O", "raw", image, _temp["theirs"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "raw", _temp["before"], _temp["theirs"]).Accepts();
    }

    /// <summary>The list is theirs to the letter, with machine states as well.</summary>
    [Needs("qemu-img")]
    [InlineData("1700000000")]
    public void TheListIsTheirs(string epoch)
    {
        RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", _temp["image"], "8M").Accepts();
        Assert.Equal("", Bq2Program.Run("image", "snapshot", "-l", _temp["image"]).Accepts().Said);
        foreach (string name in (string[])["first", "a name that is longer than its column", "3"])
        {
            new Bq2Program { Environment = { ["SOURCE_DATE_EPOCH"] = epoch } }.Call("image",
                "snapshot", "-c", name, _temp["image"]).Accepts();
        }

        Assert.Equal(RealTool.QemuImg.Run("snapshot", "-l", _temp["image"]).Accepts().Said,
            Bq2Program.Run("image", "snapshot", "-l", _temp["image"]).Accepts().Said);
        using var json = JsonDocument.Parse(Bq2Program.Run("image", "snapshot", _temp["image"], "--output", "json").Accepts().Said);
        Assert.Equal(["first", "a name that is longer than its column", "3"],
            json.RootElement.EnumerateArray().Select(each => each.GetProperty("name").GetString()));
    }

    /// <summary>The disk grows and shrinks between snapshots, and is as large again as it was.</summary>
    [Needs("qemu-img")]
    [InlineData("1.1")]
    public void TheSizeComesBackToo(string compat)
    {
        RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", "-o", $"compat={compat},cluster_size=512", _temp["image"], "4M").Accepts();
        Bq2Program.Run("image", "snapshot", "-c", "small", _temp["image"]).Accepts();
        Bq2Program.Run("image", "resize", _temp["image"], "64M").Accepts();
        Bq2Program.Run("image", "snapshot", "-c", "large", _temp["image"]).Accepts();
        foreach (var (name, size) in ((string, long)[])[("small", 4 << 20), ("large", 64 << 20), ("small", 4 << 20)])
        {
            Bq2Program.Run("image", "snapshot", "-a", name, _temp["image"]).Accepts();
            RealTool.QemuImg.Run("check", _temp["image"]).Accepts();
            Assert.Equal(size, DiskInfo.Of(_temp["image"]).VirtualSize);
        }
    }

    [Theory]
    [InlineData(1, "IMG046: there is no snapshot \"none\"\n  try: use one of: kept", "-a", "none", "image")]
    [InlineData(1, "IMG046: there is no snapshot \"none\"", "-d", "none", "image")]
    [InlineData(1, "IMG047: there already is a snapshot \"kept\"", "-c", "kept", "image")]
    [InlineData(1, "IMG047: a snapshot needs a name", "-c", "", "image")]
    [InlineData(1, "IMG048: only QCOW2 images have snapshots", "-c", "x", "raw")]
    [InlineData(2, "only one of -c and -d can be done at once", "-c", "x", "-d", "kept", "image")]
    public void ImpossibleRequestsAreReportedAndChangeNothing(int exitCode, string expected, params string[] words)
    {
        File.WriteAllBytes(_temp["raw"], new byte[4096]);
        Bq2Program.Run("image", "create", "-f", "qcow2", _temp["image"], "1M").Accepts();
        Bq2Program.Run("image", "snapshot", "-c", "kept", _temp["image"]).Accepts();
        byte[] before = File.ReadAllBytes(_temp["image"]);
        var outcome = Bq2Program.Run(["image", "snapshot", .. words[..^1], _temp[words[^1]]]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp["image"]));
    }

    public void Dispose() => _temp.Dispose();
}
