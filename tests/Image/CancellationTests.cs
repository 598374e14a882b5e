using System.Buffers.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Image;

/// <summary>Cancels what only reads at its first report: nothing is changed, and no file is left open.</summary>
public sealed class CancellationTests : IDisposable
{
    private const int Length = 4 << 20;

    private readonly TempFolder _temp = new();
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose()
    {
        _cancel.Dispose();
        _temp.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACheckChangesNothing(bool repairs)
    {
        WriteQcow2("a.qcow2", seed: 1, clusterSize: 512);
        Leak(_temp["a.qcow2"]);
        byte[] before = File.ReadAllBytes(_temp["a.qcow2"]);

        IsCancelled(progress =>
        {
            if (repairs)
                DiskImage.CheckAndRepairLeaks(_temp["a.qcow2"], null, progress, _cancel.Token);
            else
                DiskImage.Check(_temp["a.qcow2"], null, progress, _cancel.Token);
        });

        Assert.Equal(before, File.ReadAllBytes(_temp["a.qcow2"]));
        Assert.Equal(1, DiskImage.CheckAndRepairLeaks(_temp["a.qcow2"]).LeaksFixed);
    }

    [Fact]
    public void AMapIsCancelled()
    {
        WriteQcow2("a.qcow2", seed: 1);
        using (var disk = DiskImage.Open(_temp["a.qcow2"]))
            Assert.Throws<OperationCanceledException>(() => DiskMap.Of(disk, new(canceled: true)).Count());
        Assert.Empty(OpenHandles.In(_temp));
    }

    [Fact]
    public void AComparisonIsCancelled()
    {
        WriteQcow2("a.qcow2", seed: 1);
        WriteQcow2("b.qcow2", seed: 1);
        IsCancelled(progress =>
        {
            using Source one = DiskImage.Open(_temp["a.qcow2"]), other = DiskImage.Open(_temp["b.qcow2"]);
            DiskComparison.FirstDifference(one, other, progress, _cancel.Token);
        });
    }

    [Fact]
    public void ACopyOutOfAVolumeIsCancelled()
    {
        var tree = new Tree();
        tree.AddFile("a.bin", Content.FromBytes(TestBytes.Make(Length, 4)));
        using var target = new MemoryStream();
        IsCancelled(progress =>
        {
            using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(tree)));
            volume.CopyTo("a.bin", target, progress, _cancel.Token);
        });

        Assert.Equal(1 << 20, target.Length);
    }

    [Fact]
    public void ALinkIsCancelled()
    {
        var objects = new[] { CoffObject.Read("a.obj", SampleObject.Make(Machine.X64)) };

        Assert.Throws<OperationCanceledException>(() => EfiLinker.Link(objects, null, new(canceled: true)));
        Assert.NotNull(EfiLinker.Link(objects, null, _cancel.Token).Image);
    }

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

    // Nothing points to the first cluster of the disk any more.
    private static void Leak(string path)
    {
        byte[] image = File.ReadAllBytes(path);
        long mask = 0x00ff_ffff_ffff_fe00;
        long l1 = BinaryPrimitives.ReadInt64BigEndian(image.AsSpan(40));
        long l2 = BinaryPrimitives.ReadInt64BigEndian(image.AsSpan((int)l1)) & mask;
        image.AsSpan((int)l2, sizeof(long)).Clear();
        File.WriteAllBytes(path, image);
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
