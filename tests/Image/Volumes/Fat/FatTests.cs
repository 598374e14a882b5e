using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class FatTests
{
    [Fact]
    public void TheStructsAreLaidOutAsThePaperSays()
    {
        Assert.Equal(FatParameters.Size, Unsafe.SizeOf<FatParameters>());
        Assert.Equal(32, Marshal.OffsetOf<FatParameters>(nameof(FatParameters.TotalSectors32)));
        Assert.Equal(Fat16BootSector.Size, Unsafe.SizeOf<Fat16BootSector>());
        Assert.Equal(Fat16BootSector.LabelOffset, Marshal.OffsetOf<Fat16BootSector>(nameof(Fat16BootSector.Label)));
        Assert.Equal(510, Marshal.OffsetOf<Fat16BootSector>(nameof(Fat16BootSector.Signature)));
        Assert.Equal(Fat32BootSector.Size, Unsafe.SizeOf<Fat32BootSector>());
        Assert.Equal(36, Marshal.OffsetOf<Fat32BootSector>(nameof(Fat32BootSector.SectorsPerFat)));
        Assert.Equal(Fat32BootSector.LabelOffset, Marshal.OffsetOf<Fat32BootSector>(nameof(Fat32BootSector.Label)));
        Assert.Equal(510, Marshal.OffsetOf<Fat32BootSector>(nameof(Fat32BootSector.Signature)));
        Assert.Equal(Fat16BootSector.StateOffset, Marshal.OffsetOf<Fat16BootSector>(nameof(Fat16BootSector.State)));
        Assert.Equal(Fat32BootSector.StateOffset, Marshal.OffsetOf<Fat32BootSector>(nameof(Fat32BootSector.State)));
        Assert.Equal(Fat32BootSector.RootClusterOffset, Marshal.OffsetOf<Fat32BootSector>(nameof(Fat32BootSector.RootCluster)));
        Assert.Equal(FatDirectoryEntry.FileSizeOffset, Marshal.OffsetOf<FatDirectoryEntry>(nameof(FatDirectoryEntry.FileSize)));
        Assert.Equal(FatFsInfo.Size, Unsafe.SizeOf<FatFsInfo>());
        Assert.Equal(488, Marshal.OffsetOf<FatFsInfo>(nameof(FatFsInfo.FreeCount)));
        Assert.Equal(FatDirectoryEntry.Size, Unsafe.SizeOf<FatDirectoryEntry>());
        Assert.Equal(FatDirectoryEntry.ClusterOffset, Marshal.OffsetOf<FatDirectoryEntry>(nameof(FatDirectoryEntry.ClusterLow)));
        Assert.Equal(FatDirectoryEntry.Size, Unsafe.SizeOf<FatLongNameEntry>());
        Assert.Equal(28, Marshal.OffsetOf<FatLongNameEntry>(nameof(FatLongNameEntry.Name3)));
    }

    [Theory]
    [InlineData("README.TXT", "README  TXT", false)]
    [InlineData("readme.txt", "README  TXT", true)]
    [InlineData("a.b", "A       B  ", true)]
    [InlineData("long file name.text", "LONGFI~1TEX", true)]
    [InlineData(".bashrc", "BASHRC~1   ", true)]
    [InlineData("日本.txt", "__~1    TXT", true)]
    [InlineData("a+b.c", "A_B~1   C  ", true)]
    [InlineData("x.tar.gz", "XTAR~1  GZ ", true)]
    public void NamesHaveAliases(string name, string alias, bool needsLong)
    {
        var given = Assert.Single(FatAliases.For([name]));
        Assert.Equal((alias, needsLong), (given.Short, given.NeedsLong));
    }

    [Fact]
    public void NoAliasIsTakenTwiceOrMistakenForAName()
    {
        string[] tricky = ["FIRSTN~1", "firstname one", "firstname two", "firstn~2", "FIRSTN~10", "firstnam~3 x"];
        string[] names = [.. tricky, .. Enumerable.Range(0, 2000).Select(i => $"firstname {i}")];
        var given = FatAliases.For(names);

        Assert.Equal("FIRSTN~1   ", given[0].Short);
        Assert.Equal("FIRSTN~3   ", given[1].Short);
        Assert.Equal("FIRSTN~2   ", given[3].Short);
        Assert.Equal(names.Length, given.Select(name => name.Short).Distinct().Count());
    }

    [Theory]
    [InlineData("EFI/BOOT/a", "EFI/boot/b", "EFI/boot: FAT004: FAT ignores case, so it cannot distinguish this from EFI/BOOT")]
    [InlineData("dir/Name", "dir/nAME", "dir/nAME: FAT004: FAT ignores case, so it cannot distinguish this from dir/Name")]
    [InlineData("Ärger", "äRGER", "äRGER: FAT004: FAT ignores case, so it cannot distinguish this from Ärger")]
    public void WhatDiffersByCaseAloneIsReportedWithBothPaths(string one, string other, string expected)
    {
        var tree = new Tree();
        tree.AddFile(one, Content.Empty);
        tree.AddFile(other, Content.Empty);

        var fault = Assert.Throws<FaultException>(() => FatVolume.Plan(tree)).Fault;
        Assert.StartsWith(expected, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:b")]
    [InlineData("tab\t")]
    [InlineData("dot.")]
    [InlineData("space ")]
    public void SomeNamesFatCannotHave(string name)
    {
        var tree = new Tree();
        tree.AddFile("dir/" + name, Content.Empty);

        var fault = Assert.Throws<FaultException>(() => FatVolume.Plan(tree)).Fault;
        Assert.Equal(("FAT003", "dir/" + name), (fault.Code, fault.Path));
    }

    [Fact]
    public void SurrogatesComeInPairs()
    {
        // fsck.fat takes a pair, mtools does not know them: we answer for ourselves.
        var tree = new Tree();
        tree.AddFile("emoji 😀.bin", Content.Empty);
        using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(tree)));
        Assert.Equal("emoji 😀.bin", Assert.Single(volume.List()).Name);

        foreach (string name in new[] { "\ud83d.bin", "\ude00x", "x\ud83d" })
            Assert.NotNull(FatName.Objection(name));
    }

    [Fact]
    public void LimitsAreFaultsThatNameTheFile()
    {
        var tooLong = new Tree();
        tooLong.AddFile(new string('x', 256), Content.Empty);
        var tooLarge = new Tree();
        tooLarge.AddFile("dir/big", Content.FromFile("no/such/file", 0, 1L << 32));
        var tooMany = new Tree();
        for (int i = 0; i < 40_000; i++)
            tooMany.AddFile($"dir/a{i}", Content.Empty);
        var tooMuch = new Tree();
        tooMuch.AddFile("big", Content.FromFile("no/such/file", 0, 40 << 20));

        Assert.Equal("FAT003", CodeOf(tooLong));
        Assert.Equal("FAT006", CodeOf(tooLarge));
        Assert.Equal("FAT005", CodeOf(tooMany));
        Assert.Equal("FAT007", CodeOf(tooMuch, new() { Type = FatType.Fat32, Size = 34 << 20 }));
        Assert.Equal("FAT008", CodeOf(new(), new() { Label = "a/b" }));

        static string CodeOf(Tree tree, FatOptions? options = null) =>
            Assert.Throws<FaultException>(() => FatVolume.Plan(tree, options)).Fault.Code;
    }

    [Fact]
    public void TheSameFilesInAnotherFolderAndOrderMakeTheSameBytes()
    {
        using var temp = new TempFolder();
        string[] names = ["b/two.bin", "a/one", "Zed", "b/a long name.txt"];
        foreach (string name in names)
            Put(temp["here"], name);
        foreach (string name in names.Reverse())
            Put(temp["there"], name);
        foreach (string place in new[] { "here", "there" })
            RawImage.Write(temp[place + ".img"], FatVolume.Plan(Tree.FromFolder(temp[place])));

        Assert.Equal(File.ReadAllBytes(temp["here.img"]), File.ReadAllBytes(temp["there.img"]));

        static void Put(string folder, string name)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, TestBytes.Make(5000, name.Length));
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(folder.Length * 1_000_000));
        }
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", "1980-01-01T00:00:00Z")]
    [InlineData("2024-02-29T13:37:59Z", "2024-02-29T13:37:58Z")]
    [InlineData("2024-02-29T00:30:00+01:00", "2024-02-28T23:30:00Z")]
    [InlineData("2200-01-01T00:00:00Z", "2107-12-31T23:59:58Z")]
    public void TimesAreKeptAsWellAsFatCan(string given, string kept)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var tree = new Tree();
        tree.AddFile("f", Content.Empty, new() { Time = DateTimeOffset.Parse(given, culture) });

        using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(tree)));
        Assert.Equal(DateTimeOffset.Parse(kept, culture), volume.Find("f")!.Modified);
    }

    [Fact]
    public void FoundByLongNameOrShortInAnyCase()
    {
        var tree = new Tree();
        tree.AddFile("Some Folder/A long name.txt", Content.FromBytes("hello"u8.ToArray()));
        using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(tree, new() { Label = "X" })));

        Assert.Equal("hello"u8, volume.Read("/some folder/A LONG NAME.TXT"));
        Assert.Equal("hello"u8, volume.Read("SOMEFO~1/ALONGN~1.TXT"));
        Assert.Null(volume.Find("Some Folder/other"));
        Assert.Null(volume.Find("Some Folder/A long name.txt/x"));
        Assert.Equal("FAT014", Assert.Throws<FaultException>(() => volume.List("nowhere")).Fault.Code);
        var tooLarge = Assert.Throws<FaultException>(() => volume.Read("Some Folder/A long name.txt", limit: 4));
        Assert.Equal("FAT015", tooLarge.Fault.Code);
        using var stream = new MemoryStream();
        volume.CopyTo("Some Folder/A long name.txt", stream);
        Assert.Equal("hello"u8, stream.ToArray());
    }
}
