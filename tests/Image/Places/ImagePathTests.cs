using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class ImagePathTests
{
    private static readonly string[] s_files = ["disk.img", "dir/a:1", "dir/disk.img", "disk.img:2", "/abs/d"];

    [Theory]
    [InlineData("disk.img", "disk.img", null, "")]
    [InlineData("disk.img:1", "disk.img", "1", "")]
    [InlineData("disk.img:12/", "disk.img", "12", "")]
    [InlineData("disk.img:", "disk.img", null, "")]
    [InlineData("disk.img:/EFI", "disk.img", null, "EFI")]
    [InlineData("disk.img/EFI/BOOT", "disk.img", null, "EFI/BOOT")]
    [InlineData("disk.img:1/EFI", "disk.img", "1", "EFI")]
    [InlineData("disk.img:2/EFI", "disk.img:2", null, "EFI")]
    [InlineData("dir/disk.img:1/a:b/c", "dir/disk.img", "1", "a:b/c")]
    [InlineData("disk.img:esp/EFI", "disk.img", "esp", "EFI")]
    [InlineData("disk.img:a label", "disk.img", "a label", "")]
    [InlineData("disk.img:01", "disk.img", "1", "")]
    [InlineData("dir/a:1:3/x", "dir/a:1", "3", "x")]
    [InlineData("/abs/d/e", "/abs/d", null, "e")]
    public void TheLongestBeginningThatIsAFileIsTheImage(string text, string file, string? partition, string path) =>
        Assert.Equal(new(file, partition, path), ImagePath.Parse(text, s_files.Contains));

    [Theory]
    [InlineData("")]
    [InlineData("other.img")]
    public void APathWithoutAnImageIsRefused(string text) =>
        Assert.Equal("IMG006", Assert.Throws<FaultException>(() => ImagePath.Parse(text, s_files.Contains)).Fault.Code);

    [Theory]
    [InlineData("disk.img:0")]
    [InlineData("disk.img:-1")]
    [InlineData("disk.img:99999999999")]
    public void InvalidPartitionNumbersAreRefused(string text) =>
        Assert.Equal("IMG017", Assert.Throws<FaultException>(() => ImagePath.Parse(text, s_files.Contains)).Fault.Code);

    [Theory]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public void TheVolumeIsFoundInAnyContainer(string format)
    {
        using var temp = new TempFolder();
        WriteDisks(temp, format);

        foreach (var (name, number, others) in ((string, int?, int)[])
            [("volume", null, 0), ("disk", 2, 1), ("disk:2", 2, 1), ("disk:", 2, 1), ("no-esp", 1, 1), ("alone:", 1, 0), ("alone", 1, 0)])
        {
            var place = ImagePath.Parse(temp[name] + "/A/FILE", File.Exists);
            using var fat = place.Open();
            Assert.Equal("hello"u8, fat.Read(place.Path));
            Assert.Equal((number, others), (fat.Partition?.Number, fat.OtherPartitions));
        }

        Assert.Equal("IMG063", CodeOf("disk:1"));
        Assert.Equal("GPT008", CodeOf("disk:3"));
        Assert.Equal("GPT008", CodeOf("volume:1"));
        Assert.Equal("IMG007", CodeOf("none"));

        string CodeOf(string name) =>
            Assert.Throws<FaultException>(() => ImagePath.Parse(temp[name], File.Exists).Open()).Fault.Code;
    }

    /// <summary>A volume by itself, and disks with it in one partition, or with none.</summary>
    private static void WriteDisks(TempFolder temp, string format)
    {
        var tree = new Tree();
        tree.AddFile("a/file", Content.FromBytes("hello"u8.ToArray()));
        var volume = FatVolume.Plan(tree);
        Write("volume", volume);
        Write("disk", GptDisk.Plan([new(PartitionType.Swap, new(5000)), new(PartitionType.Esp, volume)]));
        Write("no-esp", GptDisk.Plan([new(PartitionType.BasicData, volume), new(PartitionType.Swap, new(5000))]));
        Write("alone", GptDisk.Plan([new(PartitionType.LinuxGeneric, volume)]));
        Write("none", GptDisk.Plan([]));

        void Write(string name, Regions regions)
        {
            if (format == "raw")
                RawImage.Write(temp[name], regions);
            else
                Qcow2Image.Write(temp[name], regions);
        }
    }

    [Fact]
    public void APartitionIsNamedByNumberLabelTypeOrId()
    {
        using var temp = new TempFolder();
        var volume = FatVolume.Plan(new Tree());
        RawImage.Write(temp["disk"], GptDisk.Plan(
        [
            new(PartitionType.Esp, volume) { Name = "boot" },
            new(PartitionType.BasicData, volume) { Name = "data" },
            new(PartitionType.BasicData, volume) { Name = "esp data" },
            new(PartitionType.LinuxGeneric, volume) { Name = "data" },
        ]));
        Guid id;
        using (var disk = DiskImage.Open(temp["disk"]))
            id = GptDisk.Read(disk).Partitions[2].Id;

        foreach (var (word, number) in ((string, int)[])
            [("1", 1), ("4", 4),
                ("esp", 1), ("ESP", 1), ("boot", 1), ("esp data", 3), ("linux-generic", 4), ($"{id}", 3), ($"{PartitionType.Esp.Id}", 1)])
        {
            using var found = ImagePath.Parse($"{temp["disk"]}:{word}", File.Exists).Open();
            Assert.Equal(number, found.Partition!.Number);
        }

        foreach (var (word, kind) in ((string, FaultCode)[])
            [("5", ImageFaults.NoSuchPartition), ("BOOT", ImageFaults.NoSuchPartition),
                ("data", ImageFaults.PartitionAmbiguous), ($"{PartitionType.BasicData.Id}", ImageFaults.PartitionAmbiguous)])
            Assert.Equal(kind,
                Assert.Throws<FaultException>(() => ImagePath.Parse($"{temp["disk"]}:{word}", File.Exists).Open()).Fault.Kind);
    }
}
