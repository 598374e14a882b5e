using System.Text;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Everything that a tree can have, written as ext4, checked by e2fsck, asked for with debugfs, and read back.</summary>
public sealed class Ext4ContentTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Disk => _temp["disk"];

    [Needs("e2fsck debugfs")]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void FilesComeOutAsTheyWentIn(int blockSize)
    {
        int[] lengths = [0, 1, 59, 60, 61, blockSize - 1, blockSize, blockSize + 1, 10 * blockSize + 17, 3_000_000];
        Ext4Judges.Make(Disk, Ext4Judges.TreeOf(lengths), new() { BlockSize = blockSize });

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        foreach (int length in lengths)
        {
            Ext4Judges.Ask(Disk, $"dump \"files/of {length} bytes\" {_temp["out"]}");
            Assert.Equal(TestBytes.Make(length), File.ReadAllBytes(_temp["out"]));
            Assert.Equal(TestBytes.Make(length), volume.Read($"files/of {length} bytes"));
        }
    }

    [Needs("e2fsck debugfs")]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(340, 1)]
    [InlineData(341, 1)]
    [InlineData(4 * 340, 1)]
    [InlineData(4 * 340 + 1, 2)]
    public void HolesCutAFileIntoExtents(int runs, int depth)
    {
        var content = new Regions(runs * 10_000L + 777);
        for (int i = 0; i < runs; i++)
            content.Add(i * 10_000L, Content.FromBytes(TestBytes.Make(1000, i)));
        var tree = new Tree();
        tree.AddFile("holes", Content.FromRegions(content));
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Assert.Equal(depth, runs <= 4 ? 0 : Ext4Judges.Ask(Disk, "ex /holes").Split('\n')[1].Split('/')[1].Trim()[0] - '0');
        Ext4Judges.Ask(Disk, $"dump /holes {_temp["out"]}");
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        using var expected = Source.Of(content);
        byte[] bytes = expected.ReadBytes(0, (int)expected.Length);
        Assert.Equal(bytes, File.ReadAllBytes(_temp["out"]));
        Assert.Equal(bytes, volume.Read("holes"));
        using var file = volume.OpenFile("holes");
        Assert.Equal(runs, file.DataRuns().Count());
    }

    [Needs("e2fsck debugfs")]
    [InlineData(5L << 30, "the end")]
    [InlineData((1L << 40) + 5, "the end")]
    public void ALongFileThatIsAlmostAllHole(long length, string end)
    {
        Directory.CreateDirectory(_temp["tree"]);
        using (var file = File.OpenHandle(_temp["tree/long"], FileMode.CreateNew, FileAccess.Write))
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(end), length - end.Length);
        Ext4Judges.Make(Disk, Tree.FromFolder(_temp["tree"]));

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Assert.InRange(new FileInfo(Disk).Length, 1, 32 << 20);
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        using var found = volume.OpenFile("long");
        Assert.Equal(length, found.Length);
        Assert.Equal(Encoding.ASCII.GetBytes("\0" + end), found.ReadBytes(length - end.Length - 1, end.Length + 1));
    }

    [Needs("e2fsck debugfs")]
    [InlineData(1, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    [InlineData(61, false)]
    [InlineData(4095, false)]
    public void LinksAreKeptInTheInodeWhileTheyAreShort(int length, bool isFast)
    {
        string target = new('t', length);
        var tree = new Tree();
        tree.AddLink("link", target);
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Assert.Equal(isFast, Ext4Judges.Ask(Disk, "stat /link").Contains("Fast link dest", StringComparison.Ordinal));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal((EntryKind.Link, target), (volume.Find("link")!.Kind, volume.Find("link")!.Target));
    }

    [Needs("e2fsck debugfs")]
    [InlineData(EntryKind.CharacterDevice, 5, 1, "New device number")]
    [InlineData(EntryKind.BlockDevice, 255, 255, "(Old|New) device number")]
    [InlineData(EntryKind.BlockDevice, 256, 0, "New device number")]
    [InlineData(EntryKind.BlockDevice, 8, 256, "New device number")]
    [InlineData(EntryKind.CharacterDevice, 4095, 1048575, "New device number")]
    public void DevicesHaveTheirNumbers(EntryKind kind, uint major, uint minor, string form)
    {
        var tree = new Tree();
        tree.AddDevice("dev/it", kind, new(major, minor), new() { Mode = 0x180 });
        tree.AddPipe("pipe");
        tree.AddSocket("socket", new() { Mode = 0x1ff });
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        string said = Ext4Judges.Ask(Disk, "stat /dev/it");
        Assert.Matches($"{(major < 256 && minor < 256 ? "[Dd]evice" : form[..3])}", said);
        Assert.Contains($"{major:D2}:{minor:D2}", said, StringComparison.Ordinal);
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal((kind, new DeviceNumber(major, minor), 0x180),
            (volume.Find("dev/it")!.Kind, volume.Find("dev/it")!.Device, volume.Find("dev/it")!.Attributes!.Mode));
        Assert.Equal((EntryKind.Pipe, EntryKind.Socket), (volume.Find("pipe")!.Kind, volume.Find("socket")!.Kind));
    }

    [Needs("e2fsck debugfs")]
    [InlineData("")]
    public void ModesOwnersAndTimesAreKept(string root)
    {
        var attributes = new EntryAttributes { Mode = 0xdff, User = 70_000, Group = 3_000_000_000, Time = new(5_000_000_000, 123_456_789) };
        var tree = new Tree();
        tree.AddFile("file", Content.Empty, attributes);
        tree.AddFolder("folder", attributes with { Time = new(-5, 7) });
        tree.AddFile("plain", Content.Empty);
        Ext4Judges.Make(Disk, tree, new() { Time = new(1_700_000_000) });

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        string said = Ext4Judges.Ask(Disk, "stat /file");
        Assert.Contains("Mode:  06777", said, StringComparison.Ordinal);
        Assert.Matches("User: +70000 +Group: +(3000000000|-1294967296) ", said);
        Assert.Contains("mtime: 0x2a05f200:1d6f3455 -- Fri Jun 11", said, StringComparison.Ordinal);
        Assert.Contains("crtime: 0x6553f100:00000000", said, StringComparison.Ordinal);
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal(attributes with { Xattrs = EntryAttributes.Usual.Xattrs },
            volume.Find("file")!.Attributes! with { Xattrs = EntryAttributes.Usual.Xattrs });
        Assert.Equal(new UnixTime(-5, 7), volume.Find("folder")!.Attributes!.Time);
        Assert.Equal(new UnixTime(1_700_000_000), volume.Find("plain")!.Attributes!.Time);
        Assert.Equal(0x1ed, volume.Find(root)!.Attributes!.Mode);
    }

    /// <summary>An inode has room for 88 bytes of names and values; what does not fit any more goes into a block.</summary>
    [Needs("e2fsck debugfs")]
    [InlineData("user.name", 0, false)]
    [InlineData("user.name", 68, false)]
    [InlineData("user.name", 69, true)]
    [InlineData("security.capability", 20, false)]
    [InlineData("trusted.overlay.opaque", 1, false)]
    [InlineData("user.name", 4040, true)]
    public void AttributesAreKeptInTheInodeOrInABlock(string name, int length, bool hasBlock)
    {
        var xattrs = new Dictionary<string, byte[]> { [name] = TestBytes.Make(length) };
        var tree = new Tree();
        tree.AddFile("file", Content.FromBytes(new byte[10]), new() { Xattrs = xattrs });
        tree.AddLink("link", "target", new() { Xattrs = new Dictionary<string, byte[]> { ["security.it"] = TestBytes.Make(200) } });
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Assert.Contains(name, Ext4Judges.Ask(Disk, "ea_list /file"), StringComparison.Ordinal);
        if (length > 0)
        {
            Ext4Judges.Ask(Disk, $"ea_get -f {_temp["value"]} /file {name}");
            Assert.Equal(TestBytes.Make(length), File.ReadAllBytes(_temp["value"]));
        }

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        var entry = volume.Find("file")!;
        Assert.Equal(xattrs, entry.Attributes!.Xattrs);
        Assert.Equal(hasBlock, entry.Stored.Fields.AttributeBlock != 0);
        Assert.Equal("target", volume.Find("link")!.Target);
    }

    [Needs("e2fsck debugfs")]
    [InlineData("02000000" + "01000600ffffffff" + "02000700e8030000" + "04000400ffffffff" + "10000700ffffffff" + "20000400ffffffff")]
    public void EveryNamespaceOfAttributesAtOnce(string acl)
    {
        var xattrs = new Dictionary<string, byte[]>
        {
            ["system.posix_acl_access"] = Convert.FromHexString(acl),
            ["system.posix_acl_default"] = Convert.FromHexString(acl),
            ["security.selinux"] = Encoding.ASCII.GetBytes("system_u:object_r:bin_t:s0\0"),
            ["trusted.t"] = [],
            ["user.a"] = TestBytes.Make(9),
            ["user.long name with spaces"] = TestBytes.Make(900),
        };
        var tree = new Tree();
        tree.AddFolder("folder", new() { Xattrs = xattrs });
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        string said = Ext4Judges.Ask(Disk, "ea_list /folder");
        Assert.All(xattrs.Keys, name => Assert.Contains(name, said, StringComparison.Ordinal));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal(xattrs, volume.Find("folder")!.Attributes!.Xattrs.OrderBy(each => each.Key, StringComparer.Ordinal).ToDictionary());
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    public void ATreeOutOfTheVolumeIsTheTreeThatWentIn(int blockSize)
    {
        var tree = Ext4Judges.TreeOf(0, 1, 5000, 100_000);
        var file = tree.AddFile("z", Content.FromBytes(TestBytes.Make(99)), new() { User = 7, Mode = 0x1ff, Time = new(5, 6) });
        tree.AddHardLink("a/name", file);
        tree.AddHardLink("b/name", file);
        tree.AddHardLink("a/pipe", tree.AddPipe("pipe", new() { Group = 9 }));
        tree.AddLink("link", "to/nowhere");
        tree.AddDevice("device", EntryKind.BlockDevice, new(259, 70_000));
        tree.AddFolder("attributes", new() { Xattrs = new Dictionary<string, byte[]> { ["user.x"] = TestBytes.Make(700) } });
        Ext4Judges.Make(Disk, tree, new() { BlockSize = blockSize });

        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Empty(TreeComparison.Differences(tree, Tree.FromVolume(volume)));
    }

    [Fact]
    public void WhatCannotBeKeptIsRefusedByName()
    {
        AssertRefused("EXT005", "others.name", tree => tree.AddFile("f", Content.Empty, Attribute("others.name", 1)));
        AssertRefused("EXT005", "attributes need", tree => tree.AddFile("f", Content.Empty, Attribute("user.a", 5000)));
        AssertRefused("EXT005", "access control list",
            tree => tree.AddFile("f", Content.Empty, Attribute("system.posix_acl_access", 3)));
        AssertRefused("EXT005", "4096, 0", tree => tree.AddDevice("d", EntryKind.BlockDevice, new(4096, 0)));
        AssertRefused("EXT004", "256 bytes", tree => tree.AddFile(new string('n', 256), Content.Empty));
        AssertRefused("EXT004", "4,096 bytes", tree => tree.AddLink("link", new('t', 4096)));
        AssertRefused("EXT004", "must be a folder", tree => tree.AddFile("lost+found", Content.Empty));
        AssertRefused("EXT001", "not 1024, 2048 or 4096", null, new() { BlockSize = 512 });
        AssertRefused("EXT001", "too many", null, new() { Size = 1L << 45 });
        AssertRefused("EXT001", "too small", null, new() { Size = 100_000 });
        AssertRefused("EXT002", "inodes", tree => tree.AddFolder("a"), new() { Inodes = 11 });
        AssertRefused("EXT003", "sixteen", null, new() { Label = "äöüäöüäöü" });

        static EntryAttributes Attribute(string name, int length) =>
            new() { Xattrs = new Dictionary<string, byte[]> { [name] = TestBytes.Make(length) } };

        static void AssertRefused(string code, string text, Action<Tree>? fill, Ext4Options? options = null)
        {
            var tree = new Tree();
            fill?.Invoke(tree);
            var fault = Assert.Throws<FaultException>(() => Ext4Volume.Plan(tree, options)).Fault;
            Assert.Equal(code, fault.Code);
            Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _temp.Dispose();
}
