using System.Globalization;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class FatAgainstJudgesTests
{
    private static readonly string[] s_names =
        ["Ünïcödé – 日本語.txt", ".hidden", "a+b,c;d=e[f].x", "UPPER.TXT", "lower.txt", "no extension", "x.y.z.tar.gz"];

    [Needs("fsck.fat")]
    [InlineData(34L << 20)]
    [InlineData(33L << 20)]           // about the smallest there is
    [InlineData(260L << 20)]          // the last size with one sector a cluster
    [InlineData((260L << 20) + 512)]  // and the first with eight
    [InlineData((9L << 30) + 1024)]
    public void FsckHasNothingToSayAboutSizes(long size)
    {
        using var temp = new TempFolder();
        Make(temp["esp.img"], SmallTree(), new() { Type = FatType.Fat32, Size = size, Label = "Esp", HiddenSectors = 2048 });

        Assert.Equal(size, new FileInfo(temp["esp.img"]).Length);
        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
    }

    [Needs("fsck.fat")]
    [InlineData(64L << 10, 512, FatType.Fat12)]
    [InlineData(720L << 10, 512, FatType.Fat12)]
    [InlineData(1440L << 10, 512, FatType.Fat12)]
    [InlineData((8L << 20) + 512, 512, FatType.Fat12)]
    [InlineData(127L << 20, 512, FatType.Fat12)]
    [InlineData((5L << 20) - 512, 512, FatType.Fat16)]
    [InlineData(16L << 20, 512, FatType.Fat16)]
    [InlineData(511L << 20, 512, FatType.Fat16)]
    [InlineData(2040L << 20, 512, FatType.Fat16)]
    [InlineData(1L << 20, 1024, FatType.Fat12)]
    [InlineData(4L << 20, 2048, FatType.Fat12)]
    [InlineData(16L << 20, 4096, FatType.Fat12)]
    [InlineData(16L << 20, 1024, FatType.Fat16)]
    [InlineData(64L << 20, 2048, FatType.Fat16)]
    [InlineData(64L << 20, 4096, FatType.Fat16)]
    [InlineData(66L << 20, 1024, FatType.Fat32)]
    [InlineData(130L << 20, 2048, FatType.Fat32)]
    [InlineData(260L << 20, 4096, FatType.Fat32)]
    public void FsckHasNothingToSayAboutTypesAndSectors(long size, int sector, FatType type)
    {
        using var temp = new TempFolder();
        var tree = new Tree();
        tree.AddFile("EFI/BOOT/A long name.EFI", Content.FromBytes(TestBytes.Make(12_345)));
        Make(temp["esp.img"], tree, new() { Type = type, Size = size, SectorSize = sector, Label = "Esp" });

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Assert.Equal(["EFI/BOOT/A long name.EFI"], Findings.OfMdir(temp["esp.img"]));
        using var volume = FatVolume.Open(DiskImage.Open(temp["esp.img"]));
        Assert.Equal((type, "ESP"), (volume.Type, volume.ReadLabel()));
        Assert.Equal(TestBytes.Make(12_345), volume.Read("efi/boot/a long name.efi"));
    }

    [Needs("fsck.fat")]
    [InlineData(FatType.Fat32, 13)]            // sectors per cluster
    [InlineData(FatType.Fat32, 36)]            // sectors per FAT
    [InlineData(FatType.Fat32, 71)]            // the label, which stands in the root folder too
    [InlineData(FatType.Fat32, 512 + 488)]     // free clusters
    [InlineData(FatType.Fat32, 6 * 512 + 36)]  // the backup of the boot sector: fsck.fat sees it and still exits 0
    [InlineData(FatType.Fat32, 32 * 512 + 8)]  // the root folder's FAT entry
    [InlineData(FatType.Fat16, 43)]            // the label
    [InlineData(FatType.Fat16, 17)]            // rows of the root folder
    [InlineData(FatType.Fat16, 512 * 4 + 2 * 2)]   // the first folder's FAT entry
    [InlineData(FatType.Fat12, 43)]
    [InlineData(FatType.Fat12, 512 + 3)]
    public void TheJudgeObjectsToASpoiledByte(FatType type, int offset)
    {
        using var temp = new TempFolder();
        Make(temp["esp.img"], SmallTree(), new() { Type = type, Label = "ESP" });
        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Spoil.Flip(temp["esp.img"], offset, 0x04);

        Assert.NotEmpty(Findings.OfFsck(temp["esp.img"]));
    }

    [Needs("fsck.fat mdir mcopy")]
    [InlineData(FatType.Fat32, 34 << 20, 512)]
    [InlineData(FatType.Fat32, 270 << 20, 512)]
    [InlineData(FatType.Fat32, 260 << 20, 4096)]
    [InlineData(FatType.Fat16, 20 << 20, 512)]
    [InlineData(FatType.Fat16, 64 << 20, 2048)]
    [InlineData(FatType.Fat12, 4 << 20, 512)]
    [InlineData(FatType.Fat12, 8 << 20, 1024)]
    public void EveryFileComesOutAsItWentIn(FatType type, int size, int sector)
    {
        using var temp = new TempFolder();
        int cluster = FatSizing.For(type, size, sector).ClusterSize;
        var tree = new Tree();
        var expected = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (int length in new[] { 0, 1, cluster - 1, cluster, cluster + 1, 10 * cluster + 17 })
            expected.Add($"sizes/Of {length} bytes, in all.data", TestBytes.Make(length, length));
        foreach (string name in s_names)
            expected.Add($"names/{name}", TestBytes.Make(100, name.Length));
        expected.Add("a/b/c/d/e/" + new string('n', 200) + ".long", TestBytes.Make(3));
        foreach (var (path, bytes) in expected)
            tree.AddFile(path, Content.FromBytes(bytes));
        tree.AddFolder("empty");
        Make(temp["esp.img"], tree, new() { Type = type, Size = size, SectorSize = sector, Label = "ESP" });

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Findings.OfMdir(temp["esp.img"]));
        Directory.CreateDirectory(temp["out"]);
        RealTool.Mcopy.Run("-s", "-i", temp["esp.img"], "::*", temp["out"]).Accepts();
        foreach (var (path, bytes) in expected)
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(temp["out"], path)));

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp.img"]));
        foreach (var (path, bytes) in expected)
            Assert.Equal(bytes, volume.Read(path));
        Assert.Equal(expected.Keys,
            volume.Walk().Where(entry => !entry.IsFolder).Select(entry => entry.Path).Order(StringComparer.Ordinal));
    }

    [Needs("fsck.fat mcopy")]
    [InlineData(FatType.Fat12)]
    [InlineData(FatType.Fat16)]
    [InlineData(FatType.Fat32)]
    public void AVolumeThatIsExactlyFull(FatType type)
    {
        using var temp = new TempFolder();
        long size = type switch { FatType.Fat12 => 1 << 20, FatType.Fat16 => 9 << 20, _ => 34 << 20 };
        var layout = FatSizing.For(type, size, 512);
        long room = layout.Clusters - (type == FatType.Fat32 ? 1 : 0);
        byte[] bytes = TestBytes.Make((int)(room * layout.ClusterSize));
        var options = new FatOptions { Type = type, Size = size };
        Make(temp["esp.img"], Tree(bytes), options);

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        RealTool.Mcopy.Run("-i", temp["esp.img"], "::file", temp["out"]).Accepts();
        Assert.Equal(bytes, File.ReadAllBytes(temp["out"]));
        Assert.Equal("FAT007", Assert.Throws<FaultException>(() => FatVolume.Plan(Tree([.. bytes, 1]), options)).Fault.Code);

        static Tree Tree(byte[] bytes)
        {
            var tree = new Tree();
            tree.AddFile("file", Content.FromBytes(bytes));
            return tree;
        }
    }

    [Needs("fsck.fat")]
    [InlineData(FatType.Fat12)]
    [InlineData(FatType.Fat16)]
    [InlineData(FatType.Fat32)]
    public void OldContentOfTheFileIsGone(FatType type)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["esp.img"], TestBytes.Make(40 << 20));
        using (var file = File.OpenHandle(temp["esp.img"], FileMode.Open, FileAccess.ReadWrite))
            RawImage.Write(file, FatVolume.Plan(SmallTree(), new() { Type = type }));
        Make(temp["fresh.img"], SmallTree(), new() { Type = type });

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Assert.Equal(File.ReadAllBytes(temp["fresh.img"]), File.ReadAllBytes(temp["esp.img"]));
    }

    [Needs("fsck.fat mdir")]
    [InlineData("file number {0} of many.txt", 3000)]
    [InlineData("sameprefix{0}", 300)]
    [InlineData("a {0}", 1200)]
    [InlineData("{0}", 20_000)]
    [InlineData("{1} {0}", 1000)]
    public void ManyNamesInOneFolder(string pattern, int count)
    {
        using var temp = new TempFolder();
        string[] names = [.. Enumerable.Range(0, count)
            .Select(i => string.Format(CultureInfo.InvariantCulture, pattern, i, new string('p', 200)))];
        var tree = new Tree();
        foreach (string name in names)
            tree.AddFile("many/" + name, Content.FromBytes("x"u8.ToArray()));
        Make(temp["esp.img"], tree, new());

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Assert.Equal(names.Select(name => "many/" + name).Order(StringComparer.Ordinal), Findings.OfMdir(temp["esp.img"]));
    }

    [Needs("mkfs.fat mcopy")]
    [InlineData("12", 1, 2, 512)]
    [InlineData("12", 8, 4, 1024)]
    [InlineData("16", 20, 1, 512)]
    [InlineData("16", 100, 4, 2048)]
    [InlineData("32", 40, 1, 512)]
    [InlineData("32", 320, 8, 512)]
    [InlineData("32", 270, 1, 4096)]
    public void WhatMtoolsWroteWeRead(string bits, int mebibytes, int sectorsPerCluster, int sector)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["esp.img"], new((long)mebibytes << 20));
        new RealTool("mkfs.fat").Run("-F",
            bits, "-s", Number(sectorsPerCluster), "-S", Number(sector), "-n", "THEIRS", "-i", "12345678", temp["esp.img"]).Accepts();
        byte[] bytes = TestBytes.Make(123_456);
        Directory.CreateDirectory(temp["Some folder"]);
        foreach (string name in new[] { "A long name 日本.txt", "short.txt", "UP.TXT", "Mixed.Txt" })
            File.WriteAllBytes(Path.Combine(temp["Some folder"], name), bytes);
        RealTool.Mcopy.Run("-s", "-i", temp["esp.img"], temp["Some folder"], "::").Accepts();

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp.img"]));
        Assert.Equal(("THEIRS", 0x12345678u, bits), (volume.ReadLabel(), volume.VolumeId, Number((int)volume.Type)));
        Assert.Equal(
            ["A long name 日本.txt", "Mixed.Txt", "UP.TXT", "short.txt"],
            volume.List("some FOLDER").Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var entry in volume.List("Some folder"))
            Assert.Equal(bytes, volume.Read(entry.Path));

        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private static Tree SmallTree()
    {
        var tree = new Tree();
        tree.AddFile("EFI/BOOT/BOOTX64.EFI", Content.FromBytes(TestBytes.Make(12_345)));
        tree.AddFile("linux", Content.FromBytes(TestBytes.Make(1_000_000)));
        return tree;
    }

    private static void Make(string path, Tree tree, FatOptions options) => RawImage.Write(path, FatVolume.Plan(tree, options));
}
