using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Whatever is done to an image, a reader answers with data or with a fault, soon and in little memory.</summary>
[Trait(Fuzzing.Category, Fuzzing.Fuzz)]
public sealed class DamagedImageTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(65536)]
    public void Qcow2(int cluster)
    {
        using var temp = new TempFolder();
        var regions = new Regions(1 << 20);
        regions.Add(5000, Content.FromBytes(TestBytes.Make(20_000)));
        regions.Add(700_000, Content.FromBytes(TestBytes.Make(5_000)));
        Qcow2Image.Write(temp["image"], regions, new() { ClusterSize = cluster });

        int metadata = cluster == 512 ? 20 * 512 : 5 * 65536;
        Damages.Judge(temp, hot: [(0, 112), (0, metadata)], path =>
        {
            using var disk = DiskImage.Open(path);
            ReadAll(disk);
            foreach (var (offset, length) in disk.DataRuns().Take(10_000))
                Assert.InRange(offset, 0, disk.Length - length);
        });
    }

    [Fact]
    public void Gpt()
    {
        using var temp = new TempFolder();
        var volume = new Regions(100_000);
        RawImage.Write(temp["image"], GptDisk.Plan([new(PartitionType.Esp, volume), new(PartitionType.Swap, volume)]));

        Damages.Judge(temp, hot: [(512, 92), (446, 66), (1024, 256)], path =>
        {
            // Checksums would stop nearly every change at the door; so set right what was changed.
            RepairChecksums(path);
            using var disk = DiskImage.Open(path);
            var table = GptDisk.Read(disk);
            foreach (var partition in table.Partitions)
            {
                using var source = table.Open(partition.Number);
                ReadAll(source);
            }
        });
    }

    private static void ReadAll(Source source)
    {
        // Every part of a disk that claims to be small, some of one that claims to be large.
        var buffer = new byte[64 << 10];
        long step = Math.Max(buffer.Length, source.Length / 64);
        for (long offset = 0; offset < source.Length; offset += step)
            source.ReadAt(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, source.Length - offset)));
    }

    private static void RepairChecksums(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[1024 + 128 * 128];
        if (RandomAccess.Read(file, bytes, 0) < bytes.Length)
            return;

        Span<byte> header = bytes.AsSpan(512, 92);
        header.WriteAt(88, Crc32.Of(bytes.AsSpan(1024)));
        header.WriteAt(16, 0);
        header.WriteAt(16, Crc32.Of(header));
        RandomAccess.Write(file, header, 512);
    }
}
