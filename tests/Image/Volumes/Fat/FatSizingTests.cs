using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class FatSizingTests
{
    [Theory]
    [InlineData(512, 64 << 10)]
    [InlineData(1024, 64 << 10)]
    [InlineData(2048, 1 << 20)]
    [InlineData(4096, 1 << 20)]
    public void EveryFatHasRoomForItsClustersAndLittleMore(int sector, long size)
    {
        long step = 123_457L * sector / 512;
        for (; size < 100L << 30; size += step / sector * sector, step += step / 4)
        {
            foreach (FatType? type in (FatType?[])[null, FatType.Fat12, FatType.Fat16, FatType.Fat32])
            {
                if (Try(type, size, sector) is not { } layout)
                    continue;

                long entries = (long)layout.SectorsPerFat * sector * 8 / (int)layout.Type;
                Assert.InRange(entries - layout.FatEntries, 0, 3 * sector * 8 / (int)layout.Type);
                Assert.True(layout.FirstDataSector + layout.Clusters * layout.SectorsPerCluster <= layout.TotalSectors);
                if (layout.TotalSectors > 8192)
                    Assert.Equal(0, layout.FirstDataSector % layout.SectorsPerCluster);
                Assert.InRange(layout.Clusters, layout.Type switch { FatType.Fat12 => 1, FatType.Fat16 => 4101, _ => 65_541 },
                    layout.Type switch { FatType.Fat12 => 4068, FatType.Fat16 => 65_508, _ => 0x0fff_fff5 });
            }
        }
    }

    [Theory]
    [InlineData(64 << 10, FatType.Fat12, 2048)]
    [InlineData(1440 << 10, FatType.Fat12, 512)]   // a floppy disk
    [InlineData(7 << 20, FatType.Fat12, 2048)]
    [InlineData(16 << 20, FatType.Fat16, 2048)]
    [InlineData(200 << 20, FatType.Fat16, 4096)]
    [InlineData((512L << 20) - 512, FatType.Fat16, 8192)]
    [InlineData(512L << 20, FatType.Fat32, 4096)]
    [InlineData(9L << 30, FatType.Fat32, 8192)]
    public void TheTypeIsTheOneThatMkfsFatTakes(long size, FatType type, int cluster)
    {
        var layout = FatSizing.For(null, size, 512);
        Assert.Equal((type, cluster), (layout.Type, layout.ClusterSize));
    }

    [Theory]
    [InlineData(0, null, "FAT001")]
    [InlineData(10_000_000, null, "FAT002")]
    [InlineData(10_000_384, FatType.Fat32, "FAT001")]
    [InlineData(1 << 20, FatType.Fat16, "FAT001")]
    [InlineData(1L << 30, FatType.Fat12, "FAT002")]
    [InlineData(4L << 30, FatType.Fat16, "FAT002")]
    [InlineData(3L << 40, null, "FAT002")]
    [InlineData(-512, null, "FAT002")]
    public void NoSuchSize(long size, FatType? type, string code) =>
        Assert.Equal(code, Assert.Throws<FaultException>(() => FatVolume.Plan(new(), new() { Type = type, Size = size })).Fault.Code);

    [Theory]
    [InlineData(FatType.Fat32, 512, 34)]
    [InlineData(FatType.Fat32, 4096, 260)]   // with less, OVMF refuses it
    [InlineData(FatType.Fat16, 512, 16)]
    [InlineData(FatType.Fat16, 4096, 32)]
    [InlineData(FatType.Fat12, 512, 1)]
    [InlineData(FatType.Fat12, 4096, 1)]
    public void TheSmallestThatIsMadeUnasked(FatType type, int sector, long mebibytes) =>
        Assert.Equal(mebibytes << 20, FatVolume.Plan(new(), new() { Type = type, SectorSize = sector }).Length);

    [Fact]
    public void TheDefaultIsTheSmallestFat32() => Assert.Equal(34 << 20, FatVolume.Plan(new()).Length);

    [Theory]
    [InlineData(1)]
    [InlineData(100 << 20)]
    [InlineData(250 << 20)]           // a quarter more needs larger clusters
    [InlineData(3L << 30)]
    public void TheContentFitsWithRoom(long length)
    {
        var tree = new Tree();
        tree.AddFile("big", Content.FromFile("no/such/file", 0, length));

        long smallest = 34 << 20, planned = FatVolume.Plan(tree).Length;
        Assert.InRange(planned, Math.Max(smallest, length * 5 / 4), Math.Max(smallest, length * 4 / 3 + (4 << 20)));
    }

    private static FatLayout? Try(FatType? type, long size, int sector)
    {
        try
        {
            return FatSizing.For(type, size, sector);
        }
        catch (FaultException bad)
        {
            Assert.Matches("^FAT00[12]$", bad.Fault.Code);
            return null;
        }
    }
}
