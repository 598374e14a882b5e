using System.Globalization;
using System.Text;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What of a folder on the host gets into a tree.</summary>
public sealed class FolderTests
{
    private static readonly FolderOptions s_all = new() { KeepTimes = true, KeepOwners = true, KeepXattrs = true };

    [Needs("stat")]
    [InlineData("touch -d @1234567890.123456789 it")]
    [InlineData("touch -h -d @-1.5 it 2>/dev/null || touch -d @-1.5 it")]
    [InlineData("mkdir it; touch -d @99999999999 it")]
    public void TimesAndOwnersAreThoseThatStatTells(string make)
    {
        using var temp = new TempFolder();
        Shell(temp, make);
        string[] stat = new RealTool("stat").Run("-c", "%.9Y %u %g", temp["it"]).Said.Trim().Split(' ');

        var kept = Tree.FromFolder(temp.Path, s_all).Find("it")!.Attributes;
        var usual = Tree.FromFolder(temp.Path).Find("it")!.Attributes;

        Assert.Equal(decimal.Parse(stat[0], CultureInfo.InvariantCulture), kept.Time!.Value.Seconds + kept.Time.Value.Nanoseconds / 1e9m);
        Assert.Equal((uint.Parse(stat[1], CultureInfo.InvariantCulture), uint.Parse(stat[2], CultureInfo.InvariantCulture)),
            (kept.User, kept.Group));
        Assert.Equal((null, 0u, 0u), (usual.Time, usual.User, usual.Group));
    }

    [Needs("setfattr")]
    [InlineData("user.note", "hello")]
    [InlineData("user.empty", "")]
    [InlineData("user.ä", "0x00ff00")]
    public void ExtendedAttributesAreKeptOnDemand(string name, string value)
    {
        using var temp = new TempFolder();
        Shell(temp, $"mkdir -p dir; touch dir/it; setfattr -n '{name}' -v '{value}' dir dir/it");
        byte[] expected = value.StartsWith("0x", StringComparison.Ordinal)
            ? Convert.FromHexString(value[2..])
            : Encoding.UTF8.GetBytes(value);

        var tree = Tree.FromFolder(temp.Path, s_all);

        foreach (string path in new[] { "dir", "dir/it" })
        {
            Assert.Equal(expected, tree.Find(path)!.Attributes.Xattrs[name]);
            Assert.Empty(Tree.FromFolder(temp.Path).Find(path)!.Attributes.Xattrs);
        }
    }

    [Needs("touch")]
    [InlineData(new byte[] { 0x80, 0xff })]
    [InlineData(new byte[] { 0xed, 0xb2, 0x80, (byte)'a' })]
    public void NamesThatAreNotUtf8AreRead(byte[] name)
    {
        using var temp = new TempFolder();
        string octal = string.Concat(name.Select(each => @"\" + Convert.ToString(each, 8).PadLeft(3, '0')));
        Shell(temp, $"d=$(printf '{octal}'); mkdir \"$d\"; printf content >\"$d/$d\"");

        var tree = Tree.FromFolder(temp.Path);

        var file = Assert.Single(tree.Walk(), entry => entry.Kind == EntryKind.File);
        Assert.Equal(name, ByteText.Encode(file.Name));
        Assert.Equal("content"u8, file.Content!.Head(100));
    }

    [Needs("truncate")]
    [InlineData(0, 1)]
    [InlineData(1 << 20, 1 << 20)]
    public void HolesAreFound(long hole, int data)
    {
        using var temp = new TempFolder();
        Shell(temp, $"truncate -s {hole + (1 << 20)} it; head -c {data} /dev/urandom | "
            + $"dd of=it bs=64k oseek={hole >> 16} conv=notrunc status=none; sync it");

        var content = Tree.FromFolder(temp.Path).Find("it")!.Content!;

        using var files = new OpenFile();
        long covered = content.DataRuns(files).Sum(run => run.Length);
        Assert.True(content.MayHaveHoles == (hole > 0 || data < 4096));
        Assert.InRange(covered, data, data + (64 << 10));
    }

    /// <summary>The tree was read; then somebody puts links in the place of a folder and of a file.</summary>
    [Theory]
    [InlineData("mv dir gone; ln -s /etc dir")]
    [InlineData("rm dir/hostname; ln -s /etc/hostname dir/hostname")]
    public void NoLinkLeadsOutOfTheFolderAfterItWasRead(string meanwhile)
    {
        using var temp = new TempFolder();
        Shell(temp, "mkdir dir; printf 1234 >dir/hostname");
        var file = Tree.FromFolder(temp.Path).Find("dir/hostname")!;

        Shell(temp, meanwhile);

        Assert.ThrowsAny<IOException>(() => file.Content!.Head(4));
    }

    [Fact]
    public void AFolderDeeperThanItsPathMayBeLongIsRefused()
    {
        using var temp = new TempFolder();
        string name = new('n', 250);
        Shell(temp, $"i=0; while [ $i -lt 20 ]; do mkdir {name}; cd {name}; i=$((i+1)); done");

        Assert.ThrowsAny<IOException>(() => Tree.FromFolder(temp.Path));
    }

    [Fact]
    public void AThousandFoldersInEachOtherAreRead()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp[string.Join('/', Enumerable.Repeat("d", 1000))]);

        Assert.Equal(1000, Tree.FromFolder(temp.Path).Walk().Count());
    }

    private static void Shell(TempFolder temp, string script) => new RealTool("sh").Run("-c", $"cd {temp.Path}; {script}").Accepts();
}
