using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Cancels changes of a volume at their first report: its files stay as they were, and it is sound.</summary>
public sealed class CancelledVolumeTests : IDisposable
{
    private const int Length = 4 << 20;

    private readonly TempFolder _temp = new();
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose()
    {
        _cancel.Dispose();
        _temp.Dispose();
    }

    [Needs("fsck.fat")]
    [InlineData("old.bin")]
    [InlineData("new.bin")]
    public void AFileInAVolumeStaysAsItWas(string name)
    {
        byte[] old = WriteVolume();
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
    public void AVolumeCanBeChangedAfterACancelledChange()
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
        byte[] old = WriteVolume();
        var progress = new FirstReport(() => throw new TimeoutException());
        var content = Content.FromDelegate(Length, (offset, _) =>
        {
            if (!isProgress && offset > 0)
                throw new TimeoutException();
        });
        using (var volume = FatVolume.OpenForWriting(DiskImage.OpenForWriting(_temp["fat.img"])))
        {
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

    /// <summary>A volume with one file; returns what is in it.</summary>
    private byte[] WriteVolume()
    {
        byte[] old = TestBytes.Make(3 << 20, 4);
        var tree = new Tree();
        tree.AddFile("old.bin", Content.FromBytes(old));
        RawImage.Write(_temp["fat.img"], FatVolume.Plan(tree, new() { Size = 16 << 20 }));
        return old;
    }

    private void IsCancelled(Action<IProgress<long>> work)
    {
        var progress = new FirstReport(_cancel.Cancel);

        Assert.Throws<OperationCanceledException>(() => work(progress));
        Assert.True(progress.Count > 0);
        Assert.Empty(OpenHandles.In(_temp));
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
