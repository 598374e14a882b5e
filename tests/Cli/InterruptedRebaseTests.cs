using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Cut off at any point, a rebase leaves the disk that was there.</summary>
public sealed class InterruptedRebaseTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly OverlayPair _pair;

    public InterruptedRebaseTests() => _pair = new(_temp);

    /// <summary>Cut off anywhere the disk is the same, over the backing file that the image names then.</summary>
    [Needs("qemu-img qemu-io")]
    [MemberData(nameof(OverlayPair.Shapes), MemberType = typeof(OverlayPair))]
    public void CutOffAnywhereNothingIsLost(string options, string size, string old, string target)
    {
        _pair.MakeOverlay(options, size, old, target);
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
    public void WritingTheHeaderFirstIsNoticed(string options, string size, string old, string target)
    {
        _pair.MakeOverlay(options, size, old, target);
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

    public void Dispose() => _temp.Dispose();
}
