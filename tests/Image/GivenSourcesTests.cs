using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>A source or stream that the caller gives is closed as documented.</summary>
public sealed class GivenSourcesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AGivenSourceIsClosedWithWhatIsOpenedFromIt(bool isGood)
    {
        AssertClosed(isGood, "qcow2", source => DiskImage.Open(source));
        AssertClosed(isGood, "fat", FatVolume.Open);
        AssertClosed(isGood, "fat", FileSystem.Open);
    }

    [Fact]
    public void ASourceThatIsOnlyLookedAtStaysOpen()
    {
        foreach (string kind in (string[])["disk", "fat"])
        {
            using var stream = new MemoryStream(SampleFiles.Make(_temp, kind));
            using var source = Source.FromStream(stream);
            _ = (DiskContent.Of(source), GptDisk.Exists(source), PartitionTable.Exists(source));
            try
            {
                GptDisk.Read(source).Open(1).Dispose();
                source.Partition(1).Dispose();
                _ = PartitionTable.Read(source);
            }
            catch (FaultException)
            {
                Assert.Equal("fat", kind);
            }

            source.Slice(0, 512).Dispose();
            source.AsStream().Dispose();
            Assert.True(stream.CanRead);
        }
    }

    [Fact]
    public void AStreamMayStayOpen()
    {
        using var stream = new MemoryStream(SampleFiles.Make(_temp, "qcow2"));
        DiskImage.Open(Source.FromStream(stream, leaveOpen: true)).Dispose();

        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData("qcow2")]
    [InlineData("fat")]
    public void ClosingTwiceIsClosingOnce(string kind)
    {
        File.WriteAllBytes(_temp["disk"], SampleFiles.Make(_temp, kind));
        var disk = DiskImage.OpenForWriting(_temp["disk"]);
        if (kind == "fat")
        {
            var volume = FatVolume.OpenForWriting(disk);
            volume.CreateFolder("folder");
            volume.Dispose();
            volume.Dispose();
        }
        else
        {
            disk.WriteAt(0, [1, 2, 3]);
        }

        disk.Dispose();
        disk.Dispose();
        using var again = DiskImage.Open(_temp["disk"]);
    }

    private void AssertClosed(bool isGood, string kind, Func<Source, IDisposable> open)
    {
        byte[] bytes = SampleFiles.Make(_temp, kind);
        if (!isGood)
            bytes.AsSpan(4, Math.Min(bytes.Length - 4, 1 << 16)).Fill(0xee);
        var stream = new MemoryStream(bytes);
        if (isGood)
            open(Source.FromStream(stream)).Dispose();
        else
            Assert.Throws<FaultException>(() => open(Source.FromStream(stream)));

        Assert.False(stream.CanRead);
    }
}
