using System.Buffers.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Image;

/// <summary>Cancels everything that takes time at its first report. What was there before stays, and no file is left open.</summary>
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
    public void AMapEnds()
    {
        WriteQcow2("a.qcow2", seed: 1);
        using (var disk = DiskImage.Open(_temp["a.qcow2"]))
            Assert.Throws<OperationCanceledException>(() => DiskMap.Of(disk, new(canceled: true)).Count());
        Assert.Empty(OpenHandles.In(_temp));
    }

    [Fact]
    public void AComparisonEnds()
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
    public void ACopyOverADiskGoesNoFurther()
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

    [Needs("fsck.fat")]
    [InlineData("old.bin")]
    [InlineData("new.bin")]
    public void AFileInAVolumeStaysAsItWas(string name)
    {
        byte[] old = TestBytes.Make(3 << 20, 4);
        var tree = new Tree();
        tree.AddFile("old.bin", Content.FromBytes(old));
        RawImage.Write(_temp["fat.img"], FatVolume.Plan(tree, new() { Size = 16 << 20 }));

        IsCancelled(progress =>
        {
            using var volume = FatVolume.OpenForWriting(DiskImage.OpenForWriting(_temp["fat.img"]));
            volume.Write(name, Content.FromBytes(TestBytes.Make(Length, 5)), null, progress, _cancel.Token);
        });

        using (var volume = FatVolume.Open(DiskImage.Open(_temp["fat.img"])))
        {
            Assert.Equal(["old.bin"], volume.List().Select(entry => entry.Name));
            Assert.Equal(old, volume.Read("old.bin"));
            Assert.False(volume.IsDirty);
        }

        RealTool.FsckFat.Run("-n", _temp["fat.img"]).Accepts();
    }

    [Fact]
    public void AVolumeThatWasCancelledIsChangedNext()
    {
        RawImage.Write(_temp["fat.img"], FatVolume.Plan(new(), new() { Size = 16 << 20 }));
        byte[] bytes = TestBytes.Make(Length, 5);
        using var volume = FatVolume.OpenForWriting(DiskImage.OpenForWriting(_temp["fat.img"]));
        Assert.Throws<OperationCanceledException>(
            () => volume.Write("a.bin", Content.FromBytes(bytes), null, new FirstReport(_cancel.Cancel), _cancel.Token));
        volume.Write("a.bin", Content.FromBytes(bytes));

        Assert.Equal(bytes, volume.Read("a.bin"));
    }

    /// <summary>A callback or a content that throws anything at all is the caller's failure, not the disk's.</summary>
    [Needs("fsck.fat")]
    [InlineData("old.bin", true)]
    [InlineData("old.bin", false)]
    [InlineData("new.bin", true)]
    [InlineData("new.bin", false)]
    public void ACallersExceptionLeavesAVolumeClean(string name, bool isProgress)
    {
        byte[] old = TestBytes.Make(3 << 20, 4);
        var tree = new Tree();
        tree.AddFile("old.bin", Content.FromBytes(old));
        RawImage.Write(_temp["fat.img"], FatVolume.Plan(tree, new() { Size = 16 << 20 }));
        using (var volume = FatVolume.OpenForWriting(DiskImage.OpenForWriting(_temp["fat.img"])))
        {
            var progress = new FirstReport(() => throw new TimeoutException());
            var content = Content.FromDelegate(Length, (offset, _) =>
            {
                if (!isProgress && offset > 0)
                    throw new TimeoutException();
            });
            Assert.Throws<TimeoutException>(() => volume.Write(name, content, progress: isProgress ? progress : null));
            volume.Write("next.bin", Content.FromBytes(old));
        }

        using (var volume = FatVolume.Open(DiskImage.Open(_temp["fat.img"])))
        {
            Assert.Equal(old, volume.Read("old.bin"));
            Assert.Equal(old, volume.Read("next.bin"));
            Assert.Equal((2, false), (volume.List().Count, volume.IsDirty));
        }

        RealTool.FsckFat.Run("-n", _temp["fat.img"]).Accepts();
    }

    [Fact]
    public void AFileOfAVolumeIsCopiedNoFurther()
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
    public void ALinkEnds()
    {
        var objects = new[] { CoffObject.Read("a.obj", SampleObject.Make(Machine.X64)) };

        Assert.Throws<OperationCanceledException>(() => EfiLinker.Link(objects, null, new(canceled: true)));
        Assert.NotNull(EfiLinker.Link(objects, null, _cancel.Token).Image);
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
