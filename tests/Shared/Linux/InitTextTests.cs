using System.Text;
using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Tests.Shared.Linux;

/// <summary>The texts that the first process of an initrd takes apart.</summary>
public sealed class InitTextTests
{
    [Theory]
    [InlineData("/dev/sda1", RootKind.Path, "/dev/sda1")]
    [InlineData("PARTUUID=1A2b", RootKind.PartitionId, "1A2b")]
    [InlineData("PARTLABEL=two words", RootKind.PartitionLabel, "two words")]
    [InlineData("UUID=x", RootKind.FileSystemId, "x")]
    [InlineData("LABEL=y", RootKind.FileSystemLabel, "y")]
    [InlineData("/dev/disk/by-partuuid/1-2", RootKind.PartitionId, "1-2")]
    [InlineData("/dev/disk/by-partlabel/l", RootKind.PartitionLabel, "l")]
    [InlineData("/dev/disk/by-uuid/u", RootKind.FileSystemId, "u")]
    [InlineData("/dev/disk/by-label/l", RootKind.FileSystemLabel, "l")]
    [InlineData("/dev/disk/by-id/nvme-x", RootKind.Path, "/dev/disk/by-id/nvme-x")]
    [InlineData("259:1", RootKind.Number, "259:1")]
    [InlineData("", RootKind.Unknown, "")]
    [InlineData("/dev/", RootKind.Unknown, "")]
    [InlineData("UUID=", RootKind.Unknown, "")]
    [InlineData("sda1", RootKind.Unknown, "")]
    [InlineData("1:", RootKind.Unknown, "")]
    [InlineData(":1", RootKind.Unknown, "")]
    [InlineData("1:2:3", RootKind.Unknown, "")]
    [InlineData("4294967295:0", RootKind.Unknown, "")]
    public void ARootIsNamedInManyWays(string text, object kind, string rest)
    {
        var name = RootName.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal((RootKind)kind, name.Kind);
        Assert.Equal(rest, Encoding.UTF8.GetString(name.Text));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("# none\n\n \t\n", "")]
    [InlineData("/a.ko", "/a.ko()")]
    [InlineData("/a.ko\n/b.ko.zst  x=1 y=\"2 3\" \r\n  /c.ko\t\n", "/a.ko() /b.ko.zst(x=1 y=\"2 3\")! /c.ko()")]
    public void ModulesAreListedByLine(string text, string expected)
    {
        var said = new List<string>();
        var list = new ModuleList(Encoding.UTF8.GetBytes(text));
        while (list.MoveNext())
            said.Add($"{Encoding.UTF8.GetString(list.Path)}({Encoding.UTF8.GetString(list.Parameters)}){(list.IsPacked ? "!" : "")}");

        Assert.Equal(expected, string.Join(' ', said));
    }

    [Theory]
    [InlineData("MAJOR=259\nPARTN=12\nPARTNAME=a=b\n", "PARTN", "12")]
    [InlineData("MAJOR=259\nPARTN=12\nPARTNAME=a=b\n", "PARTNAME", "a=b")]
    [InlineData("MAJOR=259\nDEVNAME=x", "DEVNAME", "x")]
    [InlineData("XPARTN=1\nPARTN\n", "PARTN", "")]
    [InlineData("", "PARTN", "")]
    public void AnEventHasKeys(string text, string key, string value) =>
        Assert.Equal(value, Encoding.UTF8.GetString(KeyLines.Find(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(key))));

    [Theory]
    [InlineData("", 0u, "")]
    [InlineData("noatime,commit=30,,nodev,data=ordered", 0x404u, "commit=30,data=ordered")]
    [InlineData("defaults,ro", 1u, "")]
    [InlineData("ro,rw,subvol=@", 0u, "subvol=@")]
    [InlineData("nosuid,noexec,sync,dirsync,nodiratime,relatime,strictatime,lazytime", 0x0320_089au, "")]
    public void OptionsOfAMountAreBitsOrText(string words, uint flags, string text)
    {
        var data = new Utf8Writer(new byte[100]);

        Assert.Equal((MountFlags)flags, MountWords.Split(Encoding.UTF8.GetBytes(words), MountFlags.None, ref data));
        Assert.Equal(text, Encoding.UTF8.GetString(data.Written));
    }

    [Fact]
    public void IdsAreWrittenAsTheKernelHasThem()
    {
        byte[] mbr = new byte[512];
        (mbr[440], mbr[441], mbr[442], mbr[443], mbr[510], mbr[511]) = (0x78, 0x56, 0x34, 0x12, 0x55, 0xaa);
        var writer = new Utf8Writer(new byte[100]);
        DiskIds.WriteMbrId(mbr, 31, ref writer);
        writer.Add((byte)' ');
        DiskIds.WriteUuid(Convert.FromHexString("00112233445566778899aabbccddeeff"), ref writer);
        mbr[510] = 0;
        DiskIds.WriteMbrId(mbr, 1, ref writer);

        Assert.Equal("12345678-1f 00112233-4455-6677-8899-aabbccddeeff", Encoding.UTF8.GetString(writer.Written));
        Assert.True(DiskIds.Same("AbC-1"u8, "aBc-1"u8));
        Assert.False(DiskIds.Same("ab"u8, "abc"u8));
        Assert.False(DiskIds.Same(default, default));
    }
}
