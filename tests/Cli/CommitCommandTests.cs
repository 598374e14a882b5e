using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>commit beside qemu-img's: the backing file holds the guest's disk, the image is empty, and both are sound.</summary>
public sealed class CommitCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    /// <summary>How the overlay is made, its size, and the backing file's format, options and size.</summary>
    public static TheoryData<string, string, string> Shapes => new()
    {
        { "compat=1.1", "4M", "raw 4M" },
        { "compat=1.1,cluster_size=512", "4100608", "raw 3000832" },
        { "compat=1.1", "4100608", "raw 5000192" },
        { "compat=0.10", "5M", "qcow2 cluster_size=512 3M" },
        { "compat=0.10,cluster_size=4k", "4100608", "qcow2 cluster_size=2M 6M" },
        { "compat=1.1,cluster_size=2M", "5000192", "qcow2 cluster_size=4k,compat=0.10 2M" },
        { "compat=1.1,compression_type=zstd", "4M", "raw 512" },
        { "compat=1.1,refcount_bits=64", "3M", "qcow2 compat=1.1 3M" },
    };

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Shapes))]
    public void TheBackingFileGetsIt(string options, string size, string backing)
    {
        string format = MakeOverlay(options, size, backing);
        File.Copy(_temp["base"], _temp["kept"]);
        RealTool.QemuImg.Run("commit", "-q", "-f", "qcow2", _temp["over"]).Accepts();
        File.Move(_temp["base"], _temp["theirs"]);
        File.Copy(_temp["copy"], _temp["over"], overwrite: true);
        File.Move(_temp["kept"], _temp["base"]);
        Bq2Program.Run("image", "commit", "--allow-backing", "-p", "-t", "none", _temp["over"]).Accepts();

        RealTool.QemuImg.Run("compare", "-f", format, "-F", format, _temp["theirs"], _temp["base"]).Accepts();
        var known = DiskFormats.Find(format);
        Assert.Equal(DiskInfo.Of(_temp["theirs"], known).VirtualSize, DiskInfo.Of(_temp["base"], known).VirtualSize);
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["before"], _temp["over"]).Accepts();
        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["over"]).Accepts();
        if (format == "qcow2")
            RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["base"]).Accepts();
        var map = DiskImage.Check(_temp["over"]);
        Assert.Equal(0, map.AllocatedClusters);
        Assert.True(new FileInfo(_temp["over"]).Length < new FileInfo(_temp["copy"]).Length);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("compat=1.1", "4M", "qcow2 cluster_size=4k 3M")]
    public void OnRequestTheImageKeepsWhatItHas(string options, string size, string backing)
    {
        MakeOverlay(options, size, backing);
        Bq2Program.Run("image", "commit", "-d", "--allow-backing", _temp["over"]).Accepts();

        Assert.Equal(File.ReadAllBytes(_temp["copy"]), File.ReadAllBytes(_temp["over"]));
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["before"], _temp["base"]).Accepts();
    }

    /// <summary>Into the one below it, which stays over its own.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("chain")]
    public void AChainIsCommittedFromAbove(string recipe)
    {
        string image = Recipes.Make(_temp, recipe);
        RealTool.QemuImg.Run("convert", "-O", "raw", image, _temp["before"]).Accepts();
        byte[] lowest = File.ReadAllBytes(_temp["lowest"]);
        Bq2Program.Run("image", "commit", "--allow-backing", image).Accepts();
        Assert.Equal(lowest, File.ReadAllBytes(_temp["lowest"]));
        RealTool.QemuImg.Run("compare", "-f", "raw", _temp["before"], _temp["middle"]).Accepts();
        Bq2Program.Run("image", "commit", "--allow-backing", _temp["middle"]).Accepts();
        foreach (string name in (string[])["image", "middle", "lowest"])
        {
            RealTool.QemuImg.Run("check", _temp[name]).Accepts();
            RealTool.QemuImg.Run("compare", "-f", "raw", _temp["before"], _temp[name]).Accepts();
        }
    }

    /// <summary>Cut off anywhere, in either file, the image shows the same disk and is sound but for leaks.</summary>
    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Shapes))]
    public void CutOffAnywhereNothingIsLost(string options, string size, string backing)
    {
        string format = MakeOverlay(options, size, backing);
        byte[] startOver = File.ReadAllBytes(_temp["over"]), startBase = File.ReadAllBytes(_temp["base"]);
        var over = new RecordingDisk((byte[])startOver.Clone());
        var below = new RecordingDisk((byte[])startBase.Clone()) { MayErase = true };
        WritableDisk target = format == "raw" ? below : Qcow2Disk.Open(below, new());
        int written;
        using (var disk = Qcow2Disk.OpenOver(over, (_, _) => target))
        {
            disk.WriteInto(target, null);
            Assert.Empty(over.Steps);
            written = below.Steps.Count;
            Assert.Equal(written, below.Flushes[^1]);
            disk.Empty();
            Assert.Equal(written, below.Steps.Count);
        }

        IsTheSameAfterEach(below, startBase, "base");
        IsTheSameAfterEach(over, startOver, "over");
        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["over"]).Accepts();
    }

    [Theory]
    [InlineData(1, "QCW006: the image has the backing file \"base\", which is opened only if allowed", "over")]
    [InlineData(1, "IMG049: the image has no backing file to commit to", "kept")]
    [InlineData(1, "IMG049: only QCOW2 images have backing files", "base")]
    [InlineData(1, "IMG049: the image has 1 snapshots, and a commit", "--allow-backing", "snapshots")]
    [InlineData(2, "-b is not supported: commit each image of a chain", "-b", "base", "--allow-backing", "over")]
    public void ImpossibleRequestsAreReportedAndChangeNothing(int exitCode, string expected, params string[] words)
    {
        File.WriteAllBytes(_temp["base"], TestBytes.Make(1 << 20));
        foreach (string name in (string[])["over", "snapshots"])
            Bq2Program.Run("image", "create", "-f", "qcow2", "-b", "base", "-F", "raw", _temp[name]).Accepts();
        Bq2Program.Run("image", "create", "-f", "qcow2", _temp["kept"], "1M").Accepts();
        Bq2Program.Run("image", "snapshot", "-c", "one", "--allow-backing", _temp["snapshots"]).Accepts();
        byte[] before = File.ReadAllBytes(_temp[words[^1]]), below = File.ReadAllBytes(_temp["base"]);
        var outcome = Bq2Program.Run(["image", "commit", .. words[..^1], _temp[words[^1]]]);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(expected, outcome.Complained, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_temp[words[^1]]));
        Assert.Equal(below, File.ReadAllBytes(_temp["base"]));
    }

    public void Dispose() => _temp.Dispose();

    private void IsTheSameAfterEach(RecordingDisk file, byte[] start, string name)
    {
        byte[] expected = File.ReadAllBytes(_temp["before"]);
        foreach (var (_, when, cut) in Replay.CutAnywhere(start, file, most: 50))
        {
            File.WriteAllBytes(_temp[name], cut.Bytes);
            using var read = DiskImage.Open(_temp["over"], new() { AllowBacking = true });
            Assert.True(expected.AsSpan().SequenceEqual(read.ReadBytes(0, (int)read.Length)), $"{name}, {when}");
            if (name == "over")
                Assert.True(DiskImage.Check(_temp["over"]) is { Corruptions: 0, CheckErrors: 0 }, $"{name}, {when}");
        }
    }

    /// <summary>"base" and over it "over", with data, packed data, zeros and nothing; "copy" is the same, and "before" its disk.</summary>
    private string MakeOverlay(string options, string size, string backing)
    {
        string[] words = backing.Split(' ');
        RealTool.QemuImg.Run("create", "-q", "-f", "raw", _temp["bytes"], words[^1]).Accepts();
        File.WriteAllBytes(_temp["bytes"], TestBytes.Make((int)new FileInfo(_temp["bytes"]).Length));
        string[] kind = words[0] == "raw" ? [] : ["-o", words[1]];
        RealTool.QemuImg.Run(["convert", "-f", "raw", "-O", words[0], .. kind, _temp["bytes"], _temp["base"]]).Accepts();
        RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", "-o", options, "-b", "base", "-F", words[0], _temp["over"], size).Accepts();
        string[] writes =
            ["write -P 5 100k 30k", "write -z 64k 128k", "write -P 6 1000000 300000", "write -c -P 7 2M 2M", "write -z 1M 4k"];
        foreach (string write in writes)
            RealTool.QemuIo.Run("-f", "qcow2", "-c", write, _temp["over"]);
        File.Copy(_temp["over"], _temp["copy"]);
        RealTool.QemuImg.Run("convert", "-f", "qcow2", "-O", "raw", _temp["over"], _temp["before"]).Accepts();
        return words[0];
    }
}
