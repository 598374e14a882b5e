using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>rebase beside qemu-img's: the guest's disk stays, the new backing file is named, and the image is sound.</summary>
public sealed class RebaseCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly OverlayPair _pair;

    public RebaseCommandTests() => _pair = new(_temp);

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(OverlayPair.Shapes), MemberType = typeof(OverlayPair))]
    public void TheDiskStaysAsItIs(string options, string size, string old, string target)
    {
        _pair.MakeOverlay(options, size, old, target);
        _pair.Rebase("rebase -b new -F {new}", target.Split(' ')[0]);
    }

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(OverlayPair.Shapes), MemberType = typeof(OverlayPair))]
    public void AnImageCanStandAlone(string options, string size, string old, string target)
    {
        _pair.MakeOverlay(options, size, old, target);
        _pair.Rebase("rebase -b ''", target.Split(' ')[0]);
        Assert.Null(DiskInfo.Of(_temp["ours"]).BackingFile);
        Bq2Program.Run("image", "convert", _temp["ours"], _temp["alone"]).Accepts();
    }

    /// <summary>Under an image that stood alone there are zeros, whatever the new backing file has.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v2")]
    [InlineData("v2 small")]
    [InlineData("zeros and holes")]
    [InlineData("mixed")]
    [InlineData("zstd 4k")]
    public void AnImageWithoutABackingFileGetsOne(string recipe)
    {
        string image = Recipes.Make(_temp, recipe);
        File.WriteAllBytes(_temp["new"], TestBytes.Make(7_000_064));
        File.Copy(image, _temp["ours"]);
        File.Copy(image, _temp["theirs"]);
        RealTool.QemuImg.Run("convert", "-O", "raw", image, _temp["before"]).Accepts();
        _pair.Rebase("rebase -b new -F raw", "raw");
        if (recipe != "v2 small")
            _pair.Rebase("rebase -b '' ", "raw");
    }

    /// <summary>Only the header: the rest of the file is the same to the byte, and everything else in the header stays.</summary>
    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(OverlayPair.Shapes), MemberType = typeof(OverlayPair))]
    public void UnsafelyOnlyTheNameChanges(string options, string size, string old, string target)
    {
        _pair.MakeOverlay(options, size, old, target);
        byte[] before = File.ReadAllBytes(_temp["ours"]);
        string format = old.Split(' ')[0];
        File.Copy(_temp["old"], _temp["a name that is longer than it was before"]);
        foreach (string name in (string[])["a name that is longer than it was before", "./old", "old", "./././old", "old"])
        {
            Bq2Program.Run("image", "rebase", "-u", "-b", name, "-F", format, _temp["ours"]).Accepts();
            _pair.AssertBacking(name, format);
        }

        byte[] after = File.ReadAllBytes(_temp["ours"]);
        int cluster = DiskInfo.Of(_temp["ours"]).ClusterSize!.Value;
        Assert.Equal(before[cluster..], after[cluster..]);
        Bq2Program.Run("image", "rebase", "-u", "-b", "", _temp["ours"]).Accepts();
        Assert.Null(DiskInfo.Of(_temp["ours"]).BackingFile);
        RealTool.QemuImg.Run("check", _temp["ours"]).Accepts();
    }

    [Theory]
    [InlineData(2, "the new backing file is missing: add -b", "over")]
    [InlineData(2, "the format of the backing file is missing", "-b", "new", "over")]
    [InlineData(2, "-F is the format of the backing file", "-b", "", "-F", "raw", "over")]
    [InlineData(1, "QCW006: the image has the backing file \"old\", which is opened only if allowed", "-b", "new", "-F", "raw", "over")]
    [InlineData(1, "QCW022: the new backing file ", "-b", "none", "-F", "raw", "--allow-backing", "over")]
    [InlineData(1, "QCW003: ", "-b", "new", "-F", "qcow2", "--allow-backing", "over")]
    [InlineData(1, "QCW014: the chain of backing files leads back to this one", "-b", "over", "-F", "qcow2", "--allow-backing", "over")]
    [InlineData(1, "IMG049: the image has 1 snapshots, which show the backing file too", "-b", "new", "-F", "raw", "kept")]
    [InlineData(1, "IMG049: only QCOW2 images have backing files", "-b", "new", "-F", "raw", "old")]
    [InlineData(1, "IMG049: only QCOW2 images have backing files", "-u", "-b", "new", "-F", "raw", "old")]
    [InlineData(1, "QCW022: the backing file's name has 400 bytes; it may have 1 to ", "-u", "-b", "400", "-F", "raw", "over")]
    public void ImpossibleRequestsAreReportedAndChangeNothing(int exitCode, string expected, params string[] words)
    {
        File.WriteAllBytes(_temp["old"], TestBytes.Make(1 << 20));
        File.WriteAllBytes(_temp["new"], TestBytes.Make(1 << 20, 2));
        Bq2Program.Run("image", "create", "-f", "qcow2", "-o", "cluster_size=512", "-b", "old", "-F", "raw", _temp["over"]).Accepts();
        Bq2Program.Run("image", "create", "-f", "qcow2", _temp["kept"], "1M").Accepts();
        Bq2Program.Run("image", "snapshot", "-c", "one", _temp["kept"]).Accepts();
        byte[] before = File.ReadAllBytes(_temp[words[^1]]);
        string[] options = [.. words[..^1].Select(word => word == "400" ? new string('x', 400) : word)];
        var outcome = Bq2Program.Run(["image", "rebase", .. options, _temp[words[^1]]]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp[words[^1]]));
    }

    public void Dispose() => _temp.Dispose();
}
