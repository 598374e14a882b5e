using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Disks that go where nobody can go back: through a pipe.</summary>
public sealed class StreamTests
{
    [Needs("qemu-img")]
    [InlineData(512, 2)]
    [InlineData(65536, 3)]
    [InlineData(2 << 20, 3)]
    public void AnImageThatOnlyGoesForwardIsAnImageLikeOthers(int cluster, int version)
    {
        using var temp = new TempFolder();
        var disk = Disk(200 << 20);
        using (var pipe = new ForwardOnly(temp["qcow2"]))
            Qcow2Image.Write(pipe, disk, new() { ClusterSize = cluster, Version = version });
        RawImage.Write(temp["raw"], disk);

        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["qcow2"]).Accepts();
        RealTool.QemuImg.Run("compare", "-f", "raw", "-F", "qcow2", temp["raw"], temp["qcow2"]).Accepts();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((3 << 20) + 5)]
    public void ARawDiskComesOutWholeWithItsZeros(int length)
    {
        using var temp = new TempFolder();
        var disk = Disk(length);
        using (var pipe = new ForwardOnly(temp["streamed"]))
            RawImage.Write(pipe, disk, threads: 3);
        RawImage.Write(temp["raw"], disk);

        Assert.Equal(File.ReadAllBytes(temp["raw"]), File.ReadAllBytes(temp["streamed"]));
    }

    [Fact]
    public void AStreamRefusesFormatsThatNeedSeeking()
    {
        foreach (var options in (Qcow2Options[])[new() { Compression = Qcow2Compression.Zlib },
            new() { Preallocation = Preallocation.Full }])
        {
            var thrown = Assert.Throws<FaultException>(() => Qcow2Image.Write(Stream.Null, new(512), options));
            Assert.Equal("QCW033", thrown.Fault.Code);
        }
    }

    private static Regions Disk(int length)
    {
        var disk = new Regions(length);
        for (int at = 0; at < length; at += (at + 1) * 5 + 300_000)
            disk.Add(at, Content.FromBytes(TestBytes.Make(Math.Min(123_457, length - at), at)));
        return disk;
    }

    private sealed class ForwardOnly(string path) : FileStream(path, FileMode.Create)
    {
        public override bool CanSeek => false;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    }
}
