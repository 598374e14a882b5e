using System.Globalization;
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
        Make(temp["esp.img"], SmallTree(), new() { Size = size, Label = "Esp", HiddenSectors = 2048 });

        Assert.Equal(size, new FileInfo(temp["esp.img"]).Length);
        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
    }

    [Needs("fsck.fat mdir")]
    [InlineData(1024)]
    [InlineData(4096)]
    public void FsckHasNothingToSayAboutSectors(int size)
    {
        using var temp = new TempFolder();
        Make(temp["esp.img"], SmallTree(), new() { SectorSize = size });

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Assert.Contains("EFI/BOOT/BOOTX64.EFI", Listed(temp["esp.img"]));
    }

    [Needs("fsck.fat")]
    [InlineData(13)]            // sectors per cluster
    [InlineData(36)]            // sectors per FAT
    [InlineData(71)]            // the label, which stands in the root folder too
    [InlineData(512 + 488)]     // free clusters
    [InlineData(6 * 512 + 36)]  // the backup of the boot sector: fsck.fat sees it and still exits 0
    [InlineData(32 * 512 + 8)]  // the root folder's FAT entry
    public void AndItWouldHaveSpokenUp(int offset)
    {
        using var temp = new TempFolder();
        Make(temp["esp.img"], SmallTree(), new() { Label = "ESP" });
        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Spoil.Flip(temp["esp.img"], offset, 0x04);

        Assert.NotEmpty(Findings.OfFsck(temp["esp.img"]));
    }

    [Needs("fsck.fat mdir mcopy")]
    [InlineData(34 << 20)]
    [InlineData(270 << 20)]
    public void EveryFileComesOutAsItWentIn(int size)
    {
        using var temp = new TempFolder();
        int cluster = FatLayout.For(size, 512).ClusterSize;
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
        Make(temp["esp.img"], tree, new() { Size = size, Label = "ESP" });

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Listed(temp["esp.img"]));
        Directory.CreateDirectory(temp["out"]);
        RealTool.Mcopy.Run("-s", "-i", temp["esp.img"], "::*", temp["out"]).Accepts();
        foreach (var (path, bytes) in expected)
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(temp["out"], path)));

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp.img"]));
        foreach (var (path, bytes) in expected)
            Assert.Equal(bytes, volume.Read(path));
    }

    [Needs("fsck.fat mdir")]
    [InlineData("file number {0} of many.txt", 3000)]
    [InlineData("sameprefix{0}", 300)]
    [InlineData("a {0}", 1200)]
    [InlineData("{0}", 3000)]
    public void ManyNamesInOneFolder(string pattern, int count)
    {
        using var temp = new TempFolder();
        string[] names = [.. Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, pattern, i))];
        var tree = new Tree();
        foreach (string name in names)
            tree.AddFile("many/" + name, Content.FromBytes("x"u8.ToArray()));
        Make(temp["esp.img"], tree, new());

        Assert.Empty(Findings.OfFsck(temp["esp.img"]));
        Assert.Equal(names.Select(name => "many/" + name).Order(StringComparer.Ordinal), Listed(temp["esp.img"]));
    }

    [Needs("mkfs.fat mcopy")]
    [InlineData(1)]
    [InlineData(8)]
    public void WhatMtoolsWroteWeRead(int sectorsPerCluster)
    {
        using var temp = new TempFolder();
        using (var file = File.Create(temp["esp.img"]))
            file.SetLength(sectorsPerCluster * 40L << 20);
        string sectors = sectorsPerCluster.ToString(CultureInfo.InvariantCulture);
        new RealTool("mkfs.fat").Run("-F", "32", "-s", sectors, "-n", "THEIRS", temp["esp.img"]).Accepts();
        byte[] bytes = TestBytes.Make(123_456);
        Directory.CreateDirectory(temp["Some folder"]);
        foreach (string name in new[] { "A long name 日本.txt", "short.txt", "UP.TXT", "Mixed.Txt" })
            File.WriteAllBytes(Path.Combine(temp["Some folder"], name), bytes);
        RealTool.Mcopy.Run("-s", "-i", temp["esp.img"], temp["Some folder"], "::").Accepts();

        using var volume = FatVolume.Open(DiskImage.Open(temp["esp.img"]));
        Assert.Equal(
            ["A long name 日本.txt", "Mixed.Txt", "UP.TXT", "short.txt"],
            volume.List("some FOLDER").Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach (var entry in volume.List("Some folder"))
            Assert.Equal(bytes, volume.Read(entry.Path));
    }

    private static Tree SmallTree()
    {
        var tree = new Tree();
        tree.AddFile("EFI/BOOT/BOOTX64.EFI", Content.FromBytes(TestBytes.Make(12_345)));
        tree.AddFile("linux", Content.FromBytes(TestBytes.Make(1_000_000)));
        return tree;
    }

    private static void Make(string path, Tree tree, FatOptions options) => RawImage.Write(path, FatVolume.Plan(tree, options));

    /// <summary>The paths of all files, as mdir sees them.</summary>
    private static string[] Listed(string path)
    {
        var outcome = RealTool.Mdir.Run("-/", "-a", "-b", "-i", path, "::").Accepts();
        var files = outcome.Said.Split('\n').Where(line => line.Length > 3 && !line.EndsWith('/'));
        return [.. files.Select(line => line[3..]).Order(StringComparer.Ordinal)];
    }
}
