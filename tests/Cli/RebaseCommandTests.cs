using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>rebase beside qemu-img's: the guest's disk stays, the new backing file is named, and the image is sound.</summary>
public sealed class RebaseCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    /// <summary>How the overlay is made, its size, and those of both backing files with their options where they are QCOW2.</summary>
    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "compat=1.1", "4M", "raw 4M", "raw 4M" },
        { "compat=1.1,cluster_size=512", "4100608", "raw 3000832", "raw 5000192" },
        { "compat=0.10", "5M", "raw 5M", "qcow2 cluster_size=512 3M" },
        { "compat=0.10,cluster_size=4k", "4100608", "qcow2 cluster_size=2M 6M", "raw 2999808" },
        { "compat=1.1,cluster_size=2M", "5000192", "qcow2 cluster_size=4k 2M", "qcow2 cluster_size=1k,compat=0.10 7M" },
        { "compat=1.1,compression_type=zstd", "4M", "raw 512", "raw 4194816" },
        { "compat=1.1,lazy_refcounts=on,refcount_bits=64", "3M", "qcow2 compat=1.1 3M", "qcow2 compat=1.1 512" },
    };

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Shapes))]
    public void TheDiskStaysAsItIs(string options, string size, string old, string target)
    {
        MakeOverlay(options, size, old, target);
        Rebased("rebase -b new -F {new}", target.Split(' ')[0]);
    }

    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Shapes))]
    public void AnImageCanStandAlone(string options, string size, string old, string target)
    {
        MakeOverlay(options, size, old, target);
        Rebased("rebase -b ''", target.Split(' ')[0]);
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
        Rebased("rebase -b new -F raw", "raw");
        if (recipe != "v2 small")
            Rebased("rebase -b '' ", "raw");
    }

    /// <summary>Only the header: the rest of the file is the same to the byte, and everything else in the header stays.</summary>
    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Shapes))]
    public void UnsafelyOnlyTheNameChanges(string options, string size, string old, string target)
    {
        MakeOverlay(options, size, old, target);
        byte[] before = File.ReadAllBytes(_temp["ours"]);
        string format = old.Split(' ')[0];
        File.Copy(_temp["old"], _temp["a name that is longer than it was before"]);
        foreach (string name in (string[])["a name that is longer than it was before", "./old", "old", "./././old", "old"])
        {
            Bq2Program.Run("image", "rebase", "-u", "-b", name, "-F", format, _temp["ours"]).Accepts();
            SaysAndHolds(name, format);
        }

        byte[] after = File.ReadAllBytes(_temp["ours"]);
        int cluster = DiskInfo.Of(_temp["ours"]).ClusterSize!.Value;
        Assert.Equal(before[cluster..], after[cluster..]);
        Bq2Program.Run("image", "rebase", "-u", "-b", "", _temp["ours"]).Accepts();
        Assert.Null(DiskInfo.Of(_temp["ours"]).BackingFile);
        RealTool.QemuImg.Run("check", _temp["ours"]).Accepts();
    }

    /// <summary>Cut off anywhere the disk is the same, over the backing file that the image names then.</summary>
    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(Shapes))]
    public void CutOffAnywhereNothingIsLost(string options, string size, string old, string target)
    {
        MakeOverlay(options, size, old, target);
        byte[] start = File.ReadAllBytes(_temp["ours"]), expected = File.ReadAllBytes(_temp["before"]);
        var file = new RecordingDisk((byte[])start.Clone(), _temp["ours"]);
        using (var disk = Qcow2Disk.Open(file, new() { AllowBacking = true }))
        using (var below = DiskImage.Open(_temp["new"], new() { Format = DiskFormats.Find(target.Split(' ')[0]) }))
            disk.Rebase(below, "new", target.Split(' ')[0], null);

        bool wasOld = false, wasNew = false;
        foreach (var (_, when, cut) in Replay.CutAnywhere(start, file, most: 60))
        {
            File.WriteAllBytes(_temp["cut"], cut.Bytes);
            using var read = DiskImage.Open(_temp["cut"], new() { AllowBacking = true });
            Assert.True(expected.AsSpan().SequenceEqual(read.ReadBytes(0, (int)read.Length)), when);
            bool isNew = DiskInfo.Of(_temp["cut"]).BackingFile == "new";
            (wasOld, wasNew) = (wasOld || !isNew, wasNew || isNew);
        }

        Assert.True(wasOld && wasNew);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("compat=1.1", "4M", "raw 4M", "raw 4M")]
    public void AndTheHeaderFirstWouldHaveBeenNoticed(string options, string size, string old, string target)
    {
        MakeOverlay(options, size, old, target);
        byte[] cut = File.ReadAllBytes(_temp["ours"]), expected = File.ReadAllBytes(_temp["before"]);
        var file = new RecordingDisk((byte[])cut.Clone(), _temp["ours"]);
        using (var disk = Qcow2Disk.Open(file, new() { AllowBacking = true }))
        using (var below = DiskImage.Open(_temp["new"], new() { Format = DiskFormat.Raw }))
            disk.Rebase(below, "new", "raw", null);

        foreach (var (offset, bytes) in file.Steps.Where(step => step.Offset < 64 << 10))
            bytes.CopyTo(cut, offset);
        File.WriteAllBytes(_temp["cut"], cut);
        using var read = DiskImage.Open(_temp["cut"], new() { AllowBacking = true });
        Assert.Equal("new", DiskInfo.Of(_temp["cut"]).BackingFile);
        Assert.False(expected.AsSpan().SequenceEqual(read.ReadBytes(0, (int)read.Length)));
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

    /// <summary>Says the same words to both, and looks whether the disk stayed.</summary>
    private void Rebased(string line, string format)
    {
        line = line.Replace("{new}", format, StringComparison.Ordinal);
        string both = $"qemu-img {line} theirs && '{Bq2Program.File}' image {line} --allow-backing -p ours";
        RealTool.Bash.Run("-c", $"cd '{_temp.Path}' && {both}").Accepts();
        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["ours"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["before"], _temp["ours"]).Accepts();
        var (ours, theirs) = (DiskInfo.Of(_temp["ours"]), DiskInfo.Of(_temp["theirs"]));
        Assert.Equal((theirs.BackingFile, theirs.BackingFormat), (ours.BackingFile, ours.BackingFormat));
        using var read = DiskImage.Open(_temp["ours"], new() { AllowBacking = true });
        Assert.True(File.ReadAllBytes(_temp["before"]).AsSpan().SequenceEqual(read.ReadBytes(0, (int)read.Length)));
    }

    private void SaysAndHolds(string name, string format)
    {
        var info = DiskInfo.Of(_temp["ours"]);
        Assert.Equal((name, format), (info.BackingFile, info.BackingFormat));
        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["ours"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", _temp["before"], _temp["ours"]).Accepts();
    }

    /// <summary>"old", "new" and over the first of them "ours" and "theirs", which hold data, packed data, zeros and nothing.</summary>
    private void MakeOverlay(string options, string size, string old, string target)
    {
        MakeBacking("old", old, 1);
        MakeBacking("new", target, 2);
        string[] words = old.Split(' ');
        RealTool.QemuImg.Run("create", "-q", "-f", "qcow2", "-o", options, "-b", "old", "-F", words[0], _temp["ours"], size).Accepts();
        string[] writes =
        [
            "write -P 5 100k 30k", "write -z 64k 128k", "write -P 6 1000000 300000", "write -c -P 7 2M 2M", "write -z 1M 4k",
            "discard 1500k 64k",
        ];
        foreach (string write in writes)
            RealTool.QemuIo.Run("-f", "qcow2", "-c", write, _temp["ours"]);
        File.Copy(_temp["ours"], _temp["theirs"]);
        RealTool.QemuImg.Run("convert", "-f", "qcow2", "-O", "raw", _temp["ours"], _temp["before"]).Accepts();
    }

    // In parts the two are the same, and in parts they hold zeros.
    private void MakeBacking(string name, string shape, int seed)
    {
        string[] words = shape.Split(' ');
        RealTool.QemuImg.Run("create", "-q", "-f", "raw", _temp["bytes"], words[^1]).Accepts();
        byte[] bytes = new byte[new FileInfo(_temp["bytes"]).Length];
        TestBytes.Make(bytes.Length, seed).CopyTo(bytes, 0);
        (int, int, int?)[] parts = [(300_000, 200_000, 7), (700_000, 100_000, null), (seed * 1_800_000, 300_000, null)];
        foreach (var (start, length, other) in parts)
        {
            int there = Math.Clamp(bytes.Length - start, 0, length);
            byte[] part = other is { } same ? TestBytes.Make(length, same) : new byte[length];
            part.AsSpan(0, there).CopyTo(bytes.AsSpan(Math.Min(start, bytes.Length)));
        }

        File.WriteAllBytes(_temp["bytes"], bytes);
        if (words[0] == "raw")
            File.Copy(_temp["bytes"], _temp[name]);
        else
            RealTool.QemuImg.Run("convert", "-f", "raw", "-O", "qcow2", "-o", words[1], _temp["bytes"], _temp[name]).Accepts();
    }
}
