using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class FatReaderTests
{
    // One long-named file of three clusters: with the label its rows are 0, 1 and 2, 3 of the root, its clusters 3 to 5.
    private const string Name = "A long file name.bin";

    private static readonly FatLayout s_layout = FatSizing.For(FatType.Fat32, 34 << 20, 512);
    private static readonly long s_fat = s_layout.OffsetOfFat(0);
    private static readonly long s_root = s_layout.OffsetOf(FatCluster.First);

    public static TheoryData<string, long, byte[]> Damages() => new()
    {
        { "FAT010", 11, [0, 3] },                      // bytes per sector: 768
        { "FAT010", 13, [3] },                         // sectors per cluster
        { "FAT010", 14, [0, 0] },                      // no reserved sectors
        { "FAT010", 16, [0] },                         // no FAT
        { "FAT010", 32, [0, 0, 0, 1] },                // total sectors
        { "FAT010", 36, [1, 0, 0, 0] },                // sectors per FAT
        { "FAT010", 17, [0, 2] },                      // rows of a root folder that FAT32 does not have
        { "FAT010", 22, [9, 0] },                      // this would be the size of a FAT16's table, with too many clusters
        { "FAT010", 40, [0x83, 0] },                   // only the fourth FAT counts
        { "FAT011", 42, [1, 0] },                      // a version nobody made
        { "FAT012", s_fat + 2 * 4, [2, 0, 0, 0] },     // the root goes round in a circle
        { "FAT012", s_fat + 4 * 4, [3, 0, 0, 0] },     // and the file
        { "FAT012", s_fat + 4 * 4, [0xff, 0xff, 0xff, 0x0f] },   // which ends too soon
        { "FAT013", s_fat + 4 * 4, [0, 0, 0, 0] },     // the file's second cluster is free
        { "FAT013", s_fat + 4 * 4, [0xf7, 0xff, 0xff, 0x0f] },   // is followed by a bad one
        { "FAT012", s_root + 96 + 28, [0xff, 0xff, 0xff, 0xff] },   // a length that the volume has not
        { "FAT013", s_root + 96 + 20, [0xff, 0x00] },  // its first cluster is behind the last
        { "FAT013", 44, [1, 0, 0, 0] },                // and the root's before the first
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void DamageIsReportedWithThePlaceAndTheBytes(string code, long offset, byte[] bytes)
    {
        using var temp = new TempFolder();
        Make(temp["esp"]);
        Spoil.Set(temp["esp"], offset, bytes);

        var fault = Assert.Throws<FaultException>(() =>
        {
            using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
            volume.CopyTo(volume.List()[0].Path, Stream.Null);
        }).Fault;
        Assert.Equal((code, temp["esp"]), (fault.Code, fault.Path));
        Assert.InRange(fault.Offset!.Value, offset / 512 * 512, offset / 512 * 512 + 511);
        Assert.NotNull(fault.Excerpt);
    }

    public static TheoryData<string, long, byte[]> Oddities() => new()
    {
        { "ALONGF~1.BIN", s_root + 32 + 13, [0] },           // the checksum in the last part of the name
        { "ALONGF~1.BIN", s_root + 64, [3] },                // the first part has another number
        { "ALONGF~1.BIN", s_root + 64, [0xe5] },             // the first part was deleted
        { "ALONGF~1.BIN", s_root + 32, [2] },                // nothing says that the name ends
        { "XLONGF~1.BIN", s_root + 96, [(byte)'X'] },        // the short name is not the one it was for
        { Name, s_fat + 5 * 4, [6, 0, 0, 0] },               // the chain goes on behind the file
        { Name, s_fat + 4 * 4, [5, 0, 0, 0xf0] },            // the upper four bits are nobody's
        { Name, s_layout.OffsetOfFat(1) + 4 * 4, [0, 0, 0, 0] },   // the second FAT differs
    };

    [Theory]
    [MemberData(nameof(Oddities))]
    public void OdditiesThatDriversAcceptAreAccepted(string name, long offset, byte[] bytes)
    {
        using var temp = new TempFolder();
        Make(temp["esp"]);
        Spoil.Set(temp["esp"], offset, bytes);

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal(name, Assert.Single(volume.List()).Name);
        Assert.Equal(TestBytes.Make(1500), volume.Read(name));
    }

    public static TheoryData<string, string[]> BadNames() => new()
    {
        { "BAD/1   TXT", ["ALONGF~1.BIN", "GOOD.TXT", "OTHER"] },
        { "BAD\u0001    TXT", ["ALONGF~1.BIN", "GOOD.TXT", "OTHER"] },
        { "BAD\\    TXT", ["ALONGF~1.BIN", "GOOD.TXT", "OTHER"] },
        { "           ", ["ALONGF~1.BIN", "GOOD.TXT", "OTHER"] },
    };

    /// <summary>A bad name hides nothing else in its folder, and the name that is left out is reported.</summary>
    [Theory]
    [MemberData(nameof(BadNames))]
    public void OneBadNameHidesNothingElse(string stored, string[] expected)
    {
        using var temp = new TempFolder();
        var tree = new Tree();
        foreach (string name in (string[])["BAD.TXT", "GOOD.TXT", Name, "OTHER/FILE"])
            tree.AddFile(name, Content.FromBytes(TestBytes.Make(1500)));
        RawImage.Write(temp["esp"], FatVolume.Plan(tree));
        long row = RowOf(temp["esp"], "BAD     TXT");
        Spoil.Set(temp["esp"], row, [.. stored.Select(letter => (byte)letter)]);

        using (var volume = FatVolume.Open(DiskImage.Open(temp["esp"])))
        {
            Assert.Equal(TestBytes.Make(1500), volume.Read("GOOD.TXT"));
            Assert.Empty(volume.Faults);   // nobody asked for the list
            Assert.Equal(expected, volume.List().Select(entry => entry.ShortName).Order());
            Assert.Contains("OTHER/FILE", volume.Walk().Select(entry => entry.Path));
            var fault = Assert.Single(volume.Faults);
            Assert.Equal((VolumeFaults.FatRowName, row), (fault.Kind, fault.Offset));
        }

        using (var volume = FatVolume.OpenForWriting(DiskImage.OpenForWriting(temp["esp"])))
            volume.Write("NEW.TXT", Content.FromBytes("new"u8.ToArray()));
        using var again = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal("new"u8, again.Read("NEW.TXT"));
        Assert.Equal(TestBytes.Make(1500), again.Read(Name));
    }

    [Fact]
    public void WhereTheLongNameIsBadTheShortOneCounts()
    {
        using var temp = new TempFolder();
        Make(temp["esp"]);
        Spoil.Set(temp["esp"], s_root + 64 + 1, (byte)'/');   // the name would lead out of its folder

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal("ALONGF~1.BIN", Assert.Single(volume.List()).Name);
        Assert.Contains("its short name ALONGF~1.BIN is used", Assert.Single(volume.Faults).Message, StringComparison.Ordinal);
        Assert.Equal(TestBytes.Make(1500), volume.Read("alongf~1.bin"));
    }

    [Fact]
    public void WhereOnlyOneFatCountsItIsTheOneThatIsRead()
    {
        using var temp = new TempFolder();
        Make(temp["esp"]);
        Spoil.Set(temp["esp"], 40, 0x81, 0);
        Spoil.Set(temp["esp"], s_fat + 4 * 4, 0, 0, 0, 0);

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal(TestBytes.Make(1500), volume.Read(Name));
    }

    [Theory]
    [InlineData(0x00, "README.TXT")]
    [InlineData(0x08, "readme.TXT")]
    [InlineData(0x10, "README.txt")]
    [InlineData(0x18, "readme.txt")]
    public void TheLowerCaseOfWindowsNt(byte flags, string name)
    {
        using var temp = new TempFolder();
        var tree = new Tree();
        tree.AddFile("README.TXT", Content.Empty);
        RawImage.Write(temp["esp"], FatVolume.Plan(tree));
        Spoil.Set(temp["esp"], s_root + 12, flags);

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal(name, Assert.Single(volume.List()).Name);
    }

    [Fact]
    public void AFolderWithinItselfIsAFaultAndNotForEver()
    {
        using var temp = new TempFolder();
        var tree = new Tree();
        tree.AddFile("A/B/FILE", Content.Empty);
        RawImage.Write(temp["esp"], FatVolume.Plan(tree));
        Spoil.Set(temp["esp"], s_layout.OffsetOf(new(3)) + 64 + 26, 3);   // B, the third row of A, begins where A does

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal("FAT018", Assert.Throws<FaultException>(() => volume.Walk().Count()).Fault.Code);
        Assert.True(volume.Find("A/B/B/B/B/B")!.IsFolder);
    }

    [Fact]
    public void AFileAsLargeAsFatAllows()
    {
        using var temp = new TempFolder();
        const long length = (4L << 30) - 1;
        using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(LargeFile(temp, length))));
        using var big = volume.OpenFile("big");

        Assert.Equal(length, big.Length);
        Assert.Equal("\0the end"u8, big.ReadBytes(length - 8, 8));
    }

    // One cluster more, and fsck.fat counts the clusters' bytes to 2^32, which to it is 0.
    [Needs("fsck.fat mdir")]
    [InlineData((4L << 30) - 4097)]
    public void AFileAsLargeAsFsckCanCount(long length)
    {
        using var temp = new TempFolder();
        var plan = FatVolume.Plan(LargeFile(temp, length));
        var withoutTheFile = new Regions(plan.Length);
        foreach (var piece in plan.Pieces.Where(piece => piece.Content.Length < length))
            withoutTheFile.Add(piece.Offset, piece.Content);
        RawImage.Write(temp["esp"], withoutTheFile);

        Assert.Empty(Findings.OfFsck(temp["esp"]));
        Assert.Equal(["big"], Findings.OfMdir(temp["esp"]));
    }

    private static Tree LargeFile(TempFolder temp, long length)
    {
        using (var file = File.OpenHandle(temp["big"], FileMode.CreateNew, FileAccess.Write))
            RandomAccess.Write(file, "the end"u8, length - 7);
        var tree = new Tree();
        tree.AddFile("big", Content.FromFile(temp["big"]));
        return tree;
    }

    private static long RowOf(string path, string name) =>
        File.ReadAllBytes(path).AsSpan().IndexOf([.. name.Select(letter => (byte)letter)]);

    private static void Make(string path)
    {
        var tree = new Tree();
        tree.AddFile(Name, Content.FromBytes(TestBytes.Make(1500)));
        RawImage.Write(path, FatVolume.Plan(tree, new() { Label = "X" }));
    }
}
