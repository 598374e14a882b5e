using System.Globalization;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class Ext4AgainstE2fsckTests : IDisposable
{
    private const long Group = 32768L * 4096;

    private readonly TempFolder _temp = new();

    private string Disk => _temp["disk"];

    [Needs("e2fsck")]
    [InlineData(1L << 20, 4096)]
    [InlineData(2L << 20, 1024)]
    [InlineData(8L << 20, 4096)]
    [InlineData((8L << 20) - 4096, 4096)]      // the last size without a journal
    [InlineData(8193L << 10, 1024)]            // one group of blocks of 1 KiB, and no more
    [InlineData(8194L << 10, 1024)]
    [InlineData(64L << 20, 2048)]
    [InlineData(Group, 4096)]
    [InlineData(Group - 4096, 4096)]
    [InlineData(Group + 4096, 4096)]           // a second group that is left out
    [InlineData(Group + (1031L << 12), 4096)]
    [InlineData(16 * Group + (9 << 20), 4096)] // two rows of sixteen groups
    [InlineData(2L << 30, 1024)]
    [InlineData((10L << 30) + 12345, 4096)]
    [InlineData(1L << 40, 4096)]
    public void E2fsckHasNothingToSayAboutSizes(long size, int blockSize)
    {
        Ext4Judges.Make(Disk, Ext4Judges.TreeOf(10, 5000), new() { Size = size, BlockSize = blockSize });

        Assert.Equal(size, new FileInfo(Disk).Length);
        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Assert.Equal((size / 4096 < 2048 && blockSize == 4096) || size / blockSize < 2048,
            !Ext4Judges.Header(Disk, "Filesystem features").Contains("has_journal", StringComparison.Ordinal));
    }

    [Needs("e2fsck mke2fs")]
    [InlineData(2L << 30, 4096)]
    [InlineData(20L << 30, 4096)]
    [InlineData(20L << 30, 1024)]
    [InlineData(200L << 30, 4096)]
    public void FeaturesAndSizesOfTablesAreThoseOfMke2fs(long size, int blockSize)
    {
        Ext4Judges.Make(Disk, new(), new() { Size = size, BlockSize = blockSize });
        using (var other = File.Create(_temp["other"]))
            other.SetLength(size);
        Ext4Judges.Mke2fs.Run("-q", "-t", "ext4", "-b", $"{blockSize}", _temp["other"]).Accepts();

        foreach (string name in new[] { "Filesystem features", "Block count", "Inode count", "Reserved GDT blocks", "Inodes per group",
            "Flex block group size", "Total journal size", "Reserved block count", "Default mount options", "Default directory hash",
            "Required extra isize", "Checksum type", "Errors behavior", "First inode" })
            Assert.Equal((name, Ext4Judges.Header(_temp["other"], name)), (name, Ext4Judges.Header(Disk, name)));
        foreach (string path in new[] { Disk, _temp["other"] })
            Assert.Equal("0700", Ext4Judges.Ask(path, "stat /lost+found").Split("Mode:")[1].Trim()[..4]);
    }

    /// <summary>Each byte is in another kind of structure. The byte beside the structure is free, so nobody looks at it.</summary>
    [Needs("e2fsck")]
    [InlineData("super block")]
    [InlineData("descriptor")]
    [InlineData("block bitmap")]
    [InlineData("inode bitmap")]
    [InlineData("inode")]
    [InlineData("attribute in an inode")]
    [InlineData("attribute block")]
    [InlineData("names")]
    [InlineData("names of an indexed folder")]
    [InlineData("index root")]
    [InlineData("index node")]
    [InlineData("extents")]
    [InlineData("journal")]
    [InlineData("growth")]
    public void AndItWouldHaveSpokenUp(string structure)
    {
        Ext4Judges.Make(Disk, EveryStructure(), new() { BlockSize = 1024 });
        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Spoil.Flip(Disk, PlaceOf(structure), 0x04);

        Assert.NotEmpty(Ext4Judges.FindingsIn(Disk));
    }

    /// <summary>We notice the same, where it is part of a file or folder.</summary>
    [Theory]
    [InlineData("super block")]
    [InlineData("descriptor")]
    [InlineData("inode")]
    [InlineData("attribute in an inode")]
    [InlineData("attribute block")]
    [InlineData("names")]
    [InlineData("names of an indexed folder")]
    [InlineData("index root")]
    [InlineData("index node")]
    [InlineData("extents")]
    public void OurReaderSpeaksUpToo(string structure)
    {
        Ext4Judges.Make(Disk, EveryStructure(), new() { BlockSize = 1024 });
        Assert.Empty(FaultsOf(Disk));
        Spoil.Flip(Disk, PlaceOf(structure), 0x04);

        Assert.Contains(FaultsOf(Disk), fault => fault.Code == "EXT013");
    }

    [Needs("e2fsck resize2fs")]
    [InlineData("16M", "17M")]
    [InlineData("100M", "300M")]
    [InlineData("130M", "5G")]
    [InlineData("1G", "100G")]
    public void Resize2fsMakesItLarger(string size, string to)
    {
        Ext4Judges.Make(Disk, Ext4Judges.TreeOf(1, 5000, 3_000_000), new() { Size = Bq2.Cli.Bytes.Parse(size) });
        using (var disk = File.Open(Disk, FileMode.Open))
            disk.SetLength(Bq2.Cli.Bytes.Parse(to)!.Value);
        Ext4Judges.Resize2fs.Run(Disk).Accepts();

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal(TestBytes.Make(3_000_000), volume.Read("files/of 3000000 bytes"));
        Assert.InRange(volume.Length, Bq2.Cli.Bytes.Parse(to)!.Value * 9 / 10, Bq2.Cli.Bytes.Parse(to)!.Value);
    }

    [Needs("e2fsck")]
    [InlineData(1024)]
    [InlineData(4096)]
    public void AVolumeThatIsExactlyFull(int blockSize)
    {
        var options = new Ext4Options { Size = 10 << 20, BlockSize = blockSize };
        Ext4Judges.Make(Disk, Ext4Judges.TreeOf(1), options);
        long free = long.Parse(Ext4Judges.Header(Disk, "Free blocks"), CultureInfo.InvariantCulture);
        byte[] rest = TestBytes.Make((int)(free * blockSize));
        Ext4Judges.Make(Disk, With(rest), options);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Assert.Equal("0", Ext4Judges.Header(Disk, "Free blocks"));
        var fault = Assert.Throws<FaultException>(() => Ext4Volume.Plan(With([.. rest, 1]), options)).Fault;
        Assert.Equal("EXT002", fault.Code);

        static Tree With(byte[] rest)
        {
            var tree = Ext4Judges.TreeOf(1);
            tree.AddFile("rest", Content.FromBytes(rest));
            return tree;
        }
    }

    [Fact]
    public void TheSameTreeMakesTheSameBytesAndAnotherHasOtherIds()
    {
        foreach (string name in new[] { "one", "two" })
            Ext4Judges.Make(_temp[name], Ext4Judges.TreeOf(7, 70));
        Ext4Judges.Make(_temp["other"], Ext4Judges.TreeOf(7, 71));

        Assert.Equal(File.ReadAllBytes(_temp["one"]), File.ReadAllBytes(_temp["two"]));
        using Ext4Volume one = Ext4Volume.Open(DiskImage.Open(_temp["one"])), other = Ext4Volume.Open(DiskImage.Open(_temp["other"]));
        Assert.NotEqual(one.Uuid, other.Uuid);
    }

    [Needs("dumpe2fs")]
    [InlineData("Würzel-ab-cde", "5f0c1b2e-7d3a-4c55-9a0b-1e2d3c4b5a69")]
    public void LabelIdAndShareOfRootAreThoseThatWereAskedFor(string label, string uuid)
    {
        Ext4Judges.Make(Disk, new(), new() { Label = label, Uuid = new(uuid), ReservedPercent = 50, Inodes = 3000, Size = 40 << 20 });

        Assert.Equal((label, uuid), (Ext4Judges.Header(Disk, "Filesystem volume name"), Ext4Judges.Header(Disk, "Filesystem UUID")));
        Assert.Equal(("5120", "3008"), (Ext4Judges.Header(Disk, "Reserved block count"), Ext4Judges.Header(Disk, "Inode count")));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal((label, new Guid(uuid)), (volume.ReadLabel(), volume.Uuid));
    }

    public void Dispose() => _temp.Dispose();

    private static Tree EveryStructure()
    {
        var tree = Ext4Judges.TreeOf(1, 5000);
        for (int i = 0; i < 9000; i++)
            tree.AddFile($"many/a file with a rather long name, number {i}", Content.Empty);
        var holes = new Regions(1 << 20);
        for (int i = 0; i < 200; i++)
            holes.Add(i * 4096, Content.FromBytes(new byte[] { 1 }));
        tree.AddFile("holes", Content.FromRegions(holes));
        tree.AddFile("attributes", Content.Empty, new()
        {
            Xattrs = new Dictionary<string, byte[]> { ["user.a"] = TestBytes.Make(20), ["user.b"] = TestBytes.Make(500) },
        });
        return tree;
    }

    private long PlaceOf(string structure)
    {
        const int block = 1024;
        using var source = DiskImage.Open(Disk);
        using var volume = Ext4Volume.Open(source.Slice(0, source.Length));
        var facts = Ext4SuperReader.Read(source);
        return structure switch
        {
            "super block" => 1024 + 300,
            "descriptor" => 2048 + 12,
            "block bitmap" => BitConverter.ToUInt32(source.ReadBytes(2048, 4)) * block + 100,
            "inode bitmap" => BitConverter.ToUInt32(source.ReadBytes(2048 + 4, 4)) * block + 5,
            "inode" => volume.Find("holes")!.Stored.Offset + 8,
            "attribute in an inode" => volume.Find("attributes")!.Stored.Offset + 250,
            "attribute block" => (long)volume.Find("attributes")!.Stored.Fields.AttributeBlock * block + block - 1,
            "names" => BlockOf("files", 0) + 30,
            "names of an indexed folder" => BlockOf("many", 20) + 30,
            "index root" => BlockOf("many", 0) + 50,
            "index node" => BlockOf("many", 1) + 50,
            "extents" => BitConverter.ToUInt32(volume.Find("holes")!.Stored.BlockMap[16..]) * block + 100,
            "journal" => JournalBlock() * block + 27,
            "growth" => (2 + 1) * block + 1,
            _ => throw new ArgumentException(structure),
        };

        long BlockOf(string path, int number)
        {
            var run = Ext4MapReader.Read(source, facts, volume.Find(path)!.Stored)[0];
            return (run.Start + number) * block;
        }

        long JournalBlock()
        {
            var inodes = new Ext4InodeReader(source, facts, new());
            return Ext4MapReader.Read(source, facts, inodes.Read(Ext4Inode.Journal, 0))[0].Start;
        }
    }

    private static List<Fault> FaultsOf(string path)
    {
        try
        {
            using var volume = Ext4Volume.Open(DiskImage.Open(path));
            foreach (var entry in volume.Walk().Where(entry => entry.Kind == EntryKind.File))
                volume.OpenFile(entry).Dispose();
            return [.. volume.Faults];
        }
        catch (FaultException bad)
        {
            return [bad.Fault];
        }
    }
}
