using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What an image holds is the same by any number of threads, over any old file, and however little it is.</summary>
public sealed class Qcow2ContentTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData(null, 65536)]
    [InlineData(null, 512)]
    [InlineData(Qcow2Compression.Zlib, 65536)]
    [InlineData(Qcow2Compression.Zlib, 2 << 20)]
    [InlineData(Qcow2Compression.Zstd, 65536)]
    [InlineData(Qcow2Compression.Zstd, 4096)]
    public void TheSameBytesForAnyNumberOfThreadsAndOverAnythingThatStoodThere(Qcow2Compression? compression, int cluster)
    {
        byte[] disk = MixedContent.Bytes(12 << 20);
        byte[]? first = null;
        foreach (int threads in (int[])[1, 2, 8])
        {
            File.WriteAllBytes(_temp["image"], TestBytes.Make(20 << 20, threads));
            using (var target = File.OpenHandle(_temp["image"], FileMode.Open, FileAccess.ReadWrite))
                Qcow2Image.Write(
                    target, MixedContent.RegionsOf(disk), new() { Compression = compression, ClusterSize = cluster, Threads = threads });

            first ??= File.ReadAllBytes(_temp["image"]);
            Assert.Equal(first, File.ReadAllBytes(_temp["image"]));
        }
    }

    [Needs("qemu-img")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RandomDisksReadBackAsAnArray(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 8; round++)
        {
            byte[] disk = new byte[random.Next(1, 3 << 20)];
            var regions = RandomRegions(random, disk);
            var options = new Qcow2Options
            {
                ClusterSize = 512 << random.Next(13),
                Compression = round % 3 == 0 ? null : round % 3 == 1 ? Qcow2Compression.Zlib : Qcow2Compression.Zstd,
                Threads = random.Next(1, 5),
            };
            RawImage.Write(_temp["raw"], regions, new() { Threads = random.Next(1, 5) });
            Qcow2Image.Write(_temp["qcow2"], regions, options);
            RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["qcow2"]).Accepts();
            RealTool.QemuImg.Run("convert", "-O", "raw", _temp["qcow2"], _temp["back"]).Accepts();

            Assert.Equal(disk, File.ReadAllBytes(_temp["raw"]));
            Assert.Equal(disk, File.ReadAllBytes(_temp["back"])[..disk.Length]);
        }
    }

    [Fact]
    public void OnlyClustersThatShrinkAreStoredCompressed()
    {
        var same = Qcow2Image.Write(_temp["same"],
            MixedContent.RegionsOf([.. Enumerable.Repeat((byte)7, 10 << 20)]), new() { Compression = Qcow2Compression.Zstd });
        byte[] noise = new byte[10 << 20];
        new Random(1).NextBytes(noise);
        var other = Qcow2Image.Write(_temp["noise"], MixedContent.RegionsOf(noise), new() { Compression = Qcow2Compression.Zlib });

        Assert.Equal((160, 6 * 65536), (same.DataClusters, same.FileSize));
        Assert.Equal((160, (5 + 160) * 65536), (other.DataClusters, other.FileSize));
    }

    [Fact]
    public void PlacesFarBehindAreRefused()
    {
        const int between = (1 << 20) / sizeof(ushort) + 100;   // more clusters than the window over the counts holds
        var regions = new Regions((between + 10) * 512L);
        regions.Add(0, Content.FromBytes(new byte[regions.Length]));
        var plan = Qcow2Plan.For(regions, new() { ClusterSize = 512 });
        using (var target = File.OpenHandle(_temp["image"], FileMode.Create, FileAccess.ReadWrite))
        {
            var places = new Qcow2Places(target, plan);
            long first = places.TakePacked(100), second = places.TakePacked(100);
            for (int i = 0; i < between; i++)
                places.Take(new(i));
            long third = places.TakePacked(100);
            places.Flush();

            Assert.Equal(first + 100, second);
            Assert.Equal(first + (1 + between) * 512L, third);
        }

        int counts = (int)(plan.FirstRefcountBlock.Number * 512 + plan.FirstData.Number * 2);
        Assert.Equal([0, 2, 0, 1, 0, 1], File.ReadAllBytes(_temp["image"])[counts..(counts + 6)]);
    }

    [Fact]
    public void ANearlyEmptyTerabyteIsWrittenQuickly()
    {
        var regions = new Regions(1L << 40);
        for (int i = 0; i < 64; i++)
            regions.Add(i * (16L << 30), Content.FromBytes(TestBytes.Make(10, i)));
        var summary = Qcow2Image.Write(_temp["image"], regions, new() { Compression = Qcow2Compression.Zlib });

        Assert.Equal(64, summary.DataClusters);
        Assert.InRange(summary.FileSize, 0, 6 << 20);
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>Pieces at random places of the disk, and the same bytes in the array.</summary>
    private static Regions RandomRegions(Random random, byte[] disk)
    {
        var regions = new Regions(disk.Length);
        for (int at = random.Next(5000); at < disk.Length; at += random.Next(200_000))
        {
            byte[] piece = MixedContent.Bytes(random.Next(1, Math.Min(300_000, disk.Length - at) + 1));
            piece.CopyTo(disk, at);
            regions.Add(at, Content.FromBytes(piece));
            at += piece.Length;
        }

        return regions;
    }
}
