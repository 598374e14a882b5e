using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Cancels changes of a disk at their first report: its content stays what it was.</summary>
public sealed class CancelledChangeTests : IDisposable
{
    private const int Length = 4 << 20;

    private readonly TempFolder _temp = new();
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose()
    {
        _cancel.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void ACopyOverADiskIsCancelled()
    {
        WriteQcow2("a.qcow2", seed: 1);
        byte[] old = TestBytes.Make(Length, 2);
        File.WriteAllBytes(_temp["b.raw"], old);
        IsCancelled(progress =>
        {
            using var target = DiskImage.OpenForWriting(_temp["b.raw"], new() { Format = DiskFormat.Raw });
            using var source = DiskImage.Open(_temp["a.qcow2"]);
            DiskCopy.Overwrite(target, source, false, progress, _cancel.Token);
        });

        Assert.Equal(old[(1 << 20)..], File.ReadAllBytes(_temp["b.raw"])[(1 << 20)..]);
        Assert.NotEqual(old[..(1 << 20)], File.ReadAllBytes(_temp["b.raw"])[..(1 << 20)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnOverlayShowsTheSameDiskOverTheSameFile(bool rebases)
    {
        WriteQcow2("a.qcow2", seed: 1);
        WriteQcow2("b.qcow2", seed: 2);
        Qcow2Overlay.Write(_temp["top.qcow2"], Length, "a.qcow2", DiskFormat.Qcow2);
        using (var top = DiskImage.OpenForWriting(_temp["top.qcow2"], s_trusting))
            top.WriteAt(3 << 20, TestBytes.Make(1 << 20, 3));
        byte[] before = Shown("top.qcow2");

        IsCancelled(progress =>
        {
            if (rebases)
                Qcow2Backing.Rebase(_temp["top.qcow2"], "b.qcow2", DiskFormat.Qcow2, s_trusting, progress, _cancel.Token);
            else
                Qcow2Backing.Commit(_temp["top.qcow2"], true, s_trusting, progress, _cancel.Token);
        });

        Assert.Equal("a.qcow2", DiskInfo.Of(_temp["top.qcow2"]).BackingFile);
        Assert.Equal(before, Shown("top.qcow2"));
        Assert.True(DiskImage.Check(_temp["top.qcow2"]).IsClean);
        Assert.True(DiskImage.Check(_temp["a.qcow2"]).IsClean);
    }

    private static readonly OpenOptions s_trusting = new() { AllowBacking = true };

    private void IsCancelled(Action<IProgress<long>> work)
    {
        var progress = new FirstReport(_cancel.Cancel);

        Assert.Throws<OperationCanceledException>(() => work(progress));
        Assert.True(progress.Count > 0);
        Assert.Empty(OpenHandles.In(_temp));
    }

    private void WriteQcow2(string name, int seed, int clusterSize = 64 << 10)
    {
        var regions = new Regions(Length);
        regions.Add(0, Content.FromBytes(TestBytes.Make(Length, seed)));
        Qcow2Image.Write(_temp[name], regions, new() { ClusterSize = clusterSize });
    }

    private byte[] Shown(string name)
    {
        using var disk = DiskImage.Open(_temp[name], s_trusting);
        return disk.ReadBytes(0, Length);
    }

    private sealed class FirstReport(Action act) : IProgress<long>
    {
        public int Count { get; private set; }

        public void Report(long value)
        {
            if (Count++ == 0)
                act();
        }
    }
}
