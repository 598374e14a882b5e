using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class FatReaderTests
{
    // One long-named file of three clusters: with the label its rows are 0, 1 and 2, 3 of the root, its clusters 3 to 5.
    private const string Name = "A long file name.bin";

    private static readonly FatLayout s_layout = FatLayout.For(34 << 20, 512);
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
        { "FAT011", 22, [9, 0] },                      // a FAT16 volume has its FAT's size here
        { "FAT012", s_fat + 2 * 4, [2, 0, 0, 0] },     // the root goes round in a circle
        { "FAT012", s_fat + 5 * 4, [3, 0, 0, 0] },     // and the file
        { "FAT013", s_fat + 4 * 4, [0, 0, 0, 0] },     // the file's second cluster is free
        { "FAT013", s_fat + 4 * 4, [0xf7, 0xff, 0xff, 0x0f] },   // is followed by a bad one
        { "FAT016", s_root + 32 + 13, [0] },           // the checksum in the last part of the name
        { "FAT016", s_root + 64, [3] },                // the first part has another number
        { "FAT016", s_root + 96, [(byte)'X'] },        // the short name is not the one it was for
        { "FAT017", s_root + 64 + 1, [(byte)'/'] },    // the name would lead out of its folder
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void DamageIsReportedWithThePlaceAndTheBytes(string code, long offset, byte[] bytes)
    {
        using var temp = new TempFolder();
        Make(temp["esp"]);
        Spoil.Set(temp["esp"], offset, bytes);

        var fault = Assert.Throws<BadFormatException>(() =>
        {
            using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
            volume.CopyTo(volume.List()[0].Path, Stream.Null);
        }).Fault;
        Assert.Equal((code, temp["esp"]), (fault.Code, fault.Path));
        Assert.InRange(fault.Offset!.Value, offset / 512 * 512, offset / 512 * 512 + 511);
        Assert.NotNull(fault.Excerpt);
    }

    [Fact]
    public void AChainThatEndsTooSoonIsNoFile()
    {
        using var temp = new TempFolder();
        Make(temp["esp"]);
        Spoil.Set(temp["esp"], s_fat + 4 * 4, 0xff, 0xff, 0xff, 0x0f);

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal("FAT012", Assert.Throws<BadFormatException>(() => volume.Read(Name)).Fault.Code);
    }

    [Fact]
    public void AFileAsLargeAsFatAllows()
    {
        using var temp = new TempFolder();
        const long length = (4L << 30) - 1;
        using (var file = File.OpenHandle(temp["big"], FileMode.CreateNew, FileAccess.Write))
            RandomAccess.Write(file, "the end"u8, length - 7);
        var tree = new Tree();
        tree.AddFile("big", Content.FromFile(temp["big"]));

        using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(tree)));
        using var big = volume.OpenFile("big");
        Assert.Equal(length, big.Length);
        Assert.Equal("\0the end"u8, big.ReadBytes(length - 8, 8));
    }

    [Needs("mkfs.fat")]
    [InlineData("12", 1)]
    [InlineData("16", 16)]
    public void SmallerFatsAreRefusedByName(string bits, int mebibytes)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], new((long)mebibytes << 20));
        new RealTool("mkfs.fat").Run("-F", bits, temp["disk"]).Accepts();

        Assert.Equal("FAT011", Assert.Throws<BadFormatException>(() => ImagePath.Parse(temp["disk"], File.Exists).OpenFat()).Fault.Code);
    }

    private static void Make(string path)
    {
        var tree = new Tree();
        tree.AddFile(Name, Content.FromBytes(TestBytes.Make(1500)));
        RawImage.Write(path, FatVolume.Plan(tree, new() { Label = "X" }));
    }
}
