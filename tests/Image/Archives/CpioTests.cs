using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>cpio, beside GNU cpio and bsdtar.</summary>
public sealed class CpioTests
{
    [Needs("cpio")]
    [InlineData("newc")]
    [InlineData("crc")]
    public void WhatGnuCpioWroteIsRead(string format)
    {
        using var temp = ArchiveSample.Make();
        ArchiveSample.Shell(temp, $"cd in; find . -mindepth 1 -print0 | LC_ALL=C sort -z | cpio -0 -o --quiet -H {format} >../it.cpio");

        Assert.Equal(TreeText.Of(ArchiveSample.Read(temp)), TreeText.Of(Tree.FromArchive(temp["it.cpio"])));
    }

    [Needs("bsdtar")]
    [InlineData("newc")]
    public void WhatBsdtarWroteIsRead(string format)
    {
        using var temp = ArchiveSample.Make(isOdd: false);
        ArchiveSample.Shell(temp, $"LC_ALL=C.UTF-8 bsdtar cf it.cpio --format={format} -C in .");

        Assert.Equal(TreeText.Of(ArchiveSample.Read(temp)), TreeText.Of(Tree.FromArchive(temp["it.cpio"])));
    }

    [Needs("cpio bsdtar")]
    [InlineData("cpio -idm --quiet --no-absolute-filenames <../it.cpio", false)]    // forgets the times of folders
    [InlineData("bsdtar xpf ../it.cpio", true)]
    public void OthersUnpackWhatWeWrite(string command, bool times)
    {
        using var temp = ArchiveSample.Make();
        var tree = ArchiveSample.Read(temp);
        string[] expected = TreeText.Of(tree, times);
        RawImage.Write(temp["it.cpio"], CpioArchive.Plan(tree));
        ArchiveSample.Shell(temp, $"mkdir out; cd out; {command}; cd ..; rm -r in; mv out in");

        Assert.Equal(expected, TreeText.Of(ArchiveSample.Read(temp), times));
    }

    [Fact]
    public void EverythingComesBack()
    {
        var tree = new Tree();
        tree.AddDevice("dev/disk", EntryKind.BlockDevice, new(259, 1 << 19), new() { Mode = 0x1b0, Time = new(5) });
        tree.AddDevice("dev/console", EntryKind.CharacterDevice, new(5, 1), new() { Time = new(5) });
        tree.AddSocket("run/socket", new() { Time = new(uint.MaxValue) });
        tree.AddHardLink("also", tree.AddLink("link", "target", new() { Time = new(5) }));
        tree.AddHardLink("dev/other", tree.Find("dev/disk")!);
        tree.AddFile("owned", Content.FromBytes("x"u8.ToArray()), new() { User = uint.MaxValue, Group = 7, Time = new(5) });
        foreach (string folder in new[] { "dev", "run" })
            tree.Find(folder)!.Attributes = new() { Time = new(5) };

        Assert.Equal(TreeText.Of(tree), TreeText.Of(CpioArchive.Read(Source.Of(CpioArchive.Plan(tree)))));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(9, 5)]
    [InlineData(null, 0)]
    [InlineData(-3, 0)]
    public void TimesAreClampedAndNeverNegative(int? seconds, int expected)
    {
        var tree = new Tree();
        tree.AddFile("a", Content.Empty, new() { Time = seconds is { } time ? new UnixTime(time) : null });

        var read = CpioArchive.Read(Source.Of(CpioArchive.Plan(tree, new() { LatestTime = new(5) })));

        Assert.Equal(new UnixTime(expected), read.Find("a")!.Attributes.Time);
    }

    [Fact]
    public void AFileOfFourGigabytesIsRefusedByName()
    {
        var tree = new Tree();
        tree.AddFile("fits", Content.FromRegions(new(uint.MaxValue)));
        Assert.True(CpioArchive.Plan(tree).Length > uint.MaxValue);
        tree.AddFile("large", Content.FromRegions(new(1L << 32)));

        var fault = Assert.Throws<FaultException>(() => CpioArchive.Plan(tree)).Fault;
        Assert.Equal(("ARC020", "large"), (fault.Code, fault.Path));
    }

    /// <summary>As microcode and the initrd proper: one archive behind the other, of which the last is packed.</summary>
    [Needs("cpio gzip zstd xz")]
    [InlineData("cat a.cpio b.cpio")]
    [InlineData("cat a.cpio; head -c 1024 /dev/zero; gzip -c b.cpio")]
    [InlineData("cat a.cpio; zstd -c b.cpio")]
    [InlineData("xz -c --check=crc32 a.cpio; xz -c --check=crc32 b.cpio")]
    [InlineData("gzip -c a.cpio; gzip -c b.cpio")]
    public void ArchivesLieOverEachOther(string command)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, $"""
            mkdir a b; printf old >a/both; printf a >a/a; printf newer >b/both; ln -s a b/b
            for i in a b; do (cd $i; find . | cpio -o --quiet -H newc >../$i.cpio); done
            ({command}) >initrd
            """);

        var tree = Tree.FromArchive(temp["initrd"]);

        Assert.Equal(["a", "b", "both"], tree.Walk().Select(entry => entry.Path));
        Assert.Equal("newer"u8, tree.Find("both")!.Content!.Head(10));
    }
}
