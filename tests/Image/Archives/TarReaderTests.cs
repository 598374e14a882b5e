using System.Formats.Tar;
using System.Text;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image.Archives;

/// <summary>The tar reader against the programs that write tar archives.</summary>
public sealed class TarReaderTests
{
    [Needs("tar pigz zstd")]
    [InlineData("--format=gnu")]
    [InlineData("--format=oldgnu")]
    [InlineData("--format=posix")]
    [InlineData("--format=posix --pax-option=delete=atime,delete=ctime,exthdr.name=%d/x/%f -b 1")]
    [InlineData("--format=gnu --sparse -b 1")]
    [InlineData("--format=gnu --use-compress-program=pigz")]
    [InlineData("--format=posix --zstd")]
    [InlineData("--format=posix --sparse --sparse-version=0.0")]
    [InlineData("--format=posix --sparse --sparse-version=0.1")]
    [InlineData("--format=posix --sparse --sparse-version=1.0")]
    [InlineData("--format=gnu --label=volume")]
    [InlineData("--format=gnu --listed-incremental=../list")]
    public void WhatGnuTarWroteIsRead(string options) => Read($"cd in; ls -A -1 --zero | xargs -0 tar cf ../it.tar {options} --");

    [Needs("tar bsdtar")]
    [InlineData("rm in/pipe; tar cf it.tar -C in --format=v7 .", false)]
    [InlineData("tar cf it.tar -C in --format=ustar .", false)]
    [InlineData("rm in/pipe; bsdtar cf it.tar -C in --format=v7tar .", false)]
    [InlineData("bsdtar cf it.tar -C in --format=ustar .", false)]
    [InlineData("bsdtar cf it.tar -C in --format=gnutar .", true)]
    [InlineData("bsdtar cf it.tar -C in --format=pax .", true)]
    [InlineData("bsdtar czf it.tar -C in .", true)]
    public void WhatOthersWroteIsRead(string command, bool isLong) => Read($"cd .; {command}", isLong, isOdd: false);

    [Needs("python3")]
    [InlineData("w", "GNU_FORMAT", true)]
    [InlineData("w:bz2", "PAX_FORMAT", true)]
    [InlineData("w:xz", "USTAR_FORMAT", false)]
    public void WhatPythonWroteIsRead(string mode, string format, bool isLong) => Read(
        $"python3 -c 'import tarfile; t = tarfile.open(\"it.tar\", \"{mode}\", format=tarfile.{format}); t.add(\"in\", \".\"); t.close()'",
        isLong,
        isOdd: false);

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public void WhatNetWroteIsRead(TarEntryFormat format)
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            TarEntry file = format switch
            {
                TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, "a/b.txt"),
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, "a/b.txt"),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, "a/b.txt"),
                _ => new PaxTarEntry(TarEntryType.RegularFile, "a/b.txt"),
            };
            file.DataStream = new MemoryStream("content"u8.ToArray());
            (file.Mode, file.Uid, file.Gid) = ((UnixFileMode)0x1a0, 12, 34);
            file.ModificationTime = DateTimeOffset.FromUnixTimeSeconds(123456789);
            writer.WriteEntry(file);
        }

        var entry = FromTar(stream.ToArray()).Find("a/b.txt")!;

        Assert.Equal("content"u8, entry.Content!.Head(100));
        Assert.Equal((0x1a0, 12u, 34u, new UnixTime(123456789)),
            (entry.Mode, entry.Attributes.User, entry.Attributes.Group, entry.Attributes.Time!.Value));
    }

    [Needs("tar setfattr")]
    [InlineData("tar cf it.tar --xattrs --xattrs-include='*' -C in .")]
    [InlineData("bsdtar cf it.tar --xattrs --format=pax -C in .")]
    public void ExtendedAttributesAreRead(string command)
    {
        using var temp = ArchiveSample.Make(more: """
            setfattr -n user.one -v 1 a.txt; setfattr -n user.empty -v '' d; setfattr -n user.bytes -v 0x00ff3d0a d/512
            setfattr -n user.ä -v x d/511 || :
            """);
        ArchiveSample.Shell(temp, command);

        var expected = ArchiveSample.Read(temp, xattrs: true);
        var tree = Tree.FromTar(temp["it.tar"]);

        Assert.Equal(TreeText.Of(expected, times: false), TreeText.Of(tree, times: false));
        Assert.Equal([0, 0xff, 0x3d, 0x0a], tree.Find("d/512")!.Attributes.Xattrs["user.bytes"]);
    }

    [Needs("tar truncate")]
    [InlineData("--format=gnu")]
    [InlineData("--format=oldgnu")]
    [InlineData("--format=posix --sparse-version=0.0")]
    [InlineData("--format=posix --sparse-version=0.1")]
    [InlineData("--format=posix --sparse-version=1.0")]
    public void HolesAreRead(string options)
    {
        // More pieces than fit into a header, and into one block of the map; data at the end, and none there.
        using var temp = ArchiveSample.Make(isLong: false, isOdd: false, more: """
            truncate -s 9M sparse; for i in $(seq 0 2 120); do printf "$i" | dd of=sparse bs=64k seek=$i conv=notrunc status=none; done
            truncate -s 1M hollow; truncate -s 1M end; printf x >>end; sync
            """);
        ArchiveSample.Shell(temp, $"cd in; tar cf ../it.tar --sparse {options} *");

        var tree = Tree.FromTar(temp["it.tar"]);

        Assert.True(new FileInfo(temp["it.tar"]).Length < 1 << 20);
        Assert.Equal(TreeText.Of(ArchiveSample.Read(temp)), TreeText.Of(tree));
        using var files = new OpenFile();
        Assert.Empty(tree.Find("hollow")!.Content!.DataRuns(files));
        Assert.Equal(61, tree.Find("sparse")!.Content!.DataRuns(files).Count());
    }

    [Needs("tar")]
    [InlineData("tar cf it.tar -C in .")]
    public void DevicesOwnersAndTimesBeyondOctal(string command)
    {
        using var temp = ArchiveSample.Make(isLong: false, isOdd: false);
        ArchiveSample.Shell(temp, command);
        ArchiveSample.Shell(temp, $"""
            cd in; touch -d @-1.5 old; touch -d @9999999999 new
            tar cf ../a.tar --format=gnu --owner=:4000000000 --group=:3000000 old new
            tar cf ../b.tar --format=posix --owner=:4000000000 --group=:3000000 old new
            """);

        foreach (string name in new[] { "a.tar", "b.tar" })
        {
            var tree = Tree.FromTar(temp[name]);
            Assert.Equal((4_000_000_000u, 3_000_000u), (tree.Find("old")!.Attributes.User, tree.Find("old")!.Attributes.Group));
            Assert.Equal(name == "a.tar" ? new UnixTime(-2) : new UnixTime(-2, 500_000_000), tree.Find("old")!.Attributes.Time);
            Assert.Equal(9999999999, tree.Find("new")!.Attributes.Time!.Value.Seconds);
        }
    }

    [Needs("tar")]
    [InlineData("printf two >in/a; tar rf it.tar -C in a", "two", EntryKind.File)]
    [InlineData("rm in/a; ln -s b in/a; tar rf it.tar -C in a", "", EntryKind.Link)]
    [InlineData("rm in/a; mkdir in/a; tar rf it.tar -C in a", "", EntryKind.Folder)]
    public void OfSeveralEntriesTheLastStays(string more, string content, EntryKind kind)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, $"mkdir in; printf one >in/a; tar cf it.tar -C in a; {more}");

        var entry = Assert.Single(Tree.FromTar(temp["it.tar"]).Walk());

        Assert.Equal((kind, content), (entry.Kind, Encoding.UTF8.GetString(entry.Content?.Head(10) ?? [])));
    }

    /// <summary>A folder becomes a link, and later entries name what is below it, as when packages are unpacked over each other.</summary>
    [Needs("tar")]
    [InlineData("usr/lib")]
    [InlineData("/usr/lib")]
    [InlineData("../../usr/./lib/")]
    public void APathThroughALinkStaysInTheTree(string target)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, $"""
            mkdir -p in/usr/lib more/lib; ln -s {target} in/lib; printf x >more/lib/x
            tar cf it.tar -C in usr lib; tar rf it.tar -C more lib/x
            """);

        var tree = Tree.FromTar(temp["it.tar"]);

        Assert.Equal(["lib", "usr", "usr/lib", "usr/lib/x"], tree.Walk().Select(each => each.Path));
    }

    [Needs("tar")]
    [InlineData("tar cPf it.tar /etc/hostname", "etc/hostname")]
    [InlineData("mkdir -p x; printf x >x/a; tar cf it.tar ./x/.//a", "x/a")]
    public void NamesAreThoseOfTheTree(string command, string path)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, command);

        Assert.NotNull(Tree.FromTar(temp["it.tar"]).Find(path));
    }

    [Needs("tar")]
    [InlineData("printf x >a; tar cPf it.tar --transform='s,^,../,' a", "ARC004")]
    [InlineData("printf x >a; tar cPf it.tar --transform='s,a,x/../../a,' a", "ARC004")]
    [InlineData("printf x >a; ln a b; tar cf it.tar a b; tar f it.tar --delete a", "ARC005")]
    [InlineData("head -c 30000 /dev/zero >a; tar cML 20 -f 1.tar -f it.tar a", "ARC006")]
    [InlineData("printf '%0600d' 1 >it.tar", "ARC001")]
    [InlineData(": >it.tar", "ARC001")]
    [InlineData("printf x >a; tar cf b.tar a; head -c 1024 b.tar >it.tar; printf '%0600d' 1 >>it.tar", "ARC002")]
    public void WhatCannotBeIsRefusedByName(string command, string code)
    {
        using var temp = new TempFolder();
        ArchiveSample.Shell(temp, command);

        var bad = Assert.Throws<FaultException>(() => Tree.FromTar(temp["it.tar"]));

        Assert.Equal((code, temp["it.tar"]), (bad.Fault.Code, bad.Fault.Path));
    }

    /// <summary>Without the two blocks of zeros, with one, and with something behind them.</summary>
    [Fact]
    public void TheEndMayBeMissing()
    {
        byte[] whole = Small();
        byte[] body = whole[..^1024];

        foreach (byte[] bytes in (byte[][])[body, [.. body, .. new byte[512]], [.. whole, 1, 2, 3], [.. body, .. new byte[100]]])
            Assert.Equal(TreeText.Of(FromTar(whole)), TreeText.Of(FromTar(bytes)));
    }

    [Fact]
    public void CutOffItIsAFaultOrHasFewerEntries()
    {
        byte[] whole = Small();
        string[] all = TreeText.Of(FromTar(whole));
        for (int length = 0; length < whole.Length - 1024; length++)
        {
            try
            {
                // Between two entries an archive may end, and the filler of the last one may be missing.
                string[] some = TreeText.Of(FromTar(whole[..length]));
                Assert.Equal(all[..some.Length].Order(), some.Order());
            }
            catch (FaultException bad)
            {
                Assert.Contains(bad.Fault.Code, (string[])["ARC001", "ARC002", "ARC003"]);
            }
        }
    }

    [Fact]
    public void MoreThanIsAllowedIsRefused() =>
        Assert.Equal("ARC007", Assert.Throws<FaultException>(() => Read(Small(), new() { MaxEntries = 3 })).Fault.Code);

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void ADamagedArchiveIsReadOrRefused()
    {
        using var temp = ArchiveSample.Make(more: "truncate -s 9M sparse; printf x >>sparse; setfattr -n user.x -v y a.txt || :");
        ArchiveSample.Shell(temp, """
            for f in gnu oldgnu ustar v7; do tar cf $f.tar --sparse --format=$f -C in . 2>/dev/null || :; done
            for v in 0.0 0.1 1.0; do tar cf $v.tar --sparse --xattrs --format=posix --sparse-version=$v -C in .; done
            """);
        var random = Fuzzing.Random(5);
        foreach (string path in Directory.GetFiles(temp.Path, "*.tar"))
        {
            byte[] good = File.ReadAllBytes(path);
            for (int i = 0; i < 300; i++)
                Try(Mended(Fuzzing.Spoil(good[..Math.Min(good.Length, 40_000)], random), random));
        }
    }

    // The checksum would hide what is behind it.
    private static byte[] Mended(byte[] bytes, Random random)
    {
        for (int at = 0; at + 512 <= bytes.Length && random.Next(4) > 0; at += 512)
        {
            if (!bytes.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
                continue;
            bytes.AsSpan(at + 148, 8).Fill((byte)' ');
            int sum = bytes.AsSpan(at, 512).ToArray().Sum(each => each);
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(bytes, at + 148);
            bytes[at + 154] = 0;
        }

        return bytes;
    }

    private static void Try(byte[] bytes)
    {
        try
        {
            foreach (var entry in FromTar(bytes).Walk())
                entry.Content?.Head(1000);
        }
        catch (FaultException bad)
        {
            Assert.NotEmpty(bad.Message);
        }
    }

    private static void Read(string command, bool isLong = true, bool isOdd = true)
    {
        using var temp = ArchiveSample.Make(isLong, isOdd);
        ArchiveSample.Shell(temp, command);

        Assert.Equal(TreeText.Of(ArchiveSample.Read(temp)), TreeText.Of(Tree.FromTar(temp["it.tar"])));
    }

    private static byte[] Small()
    {
        var tree = new Tree();
        tree.AddFolder("d");
        tree.AddFile("d/a", Content.FromBytes("content"u8.ToArray()));
        tree.AddLink("l", "d");
        tree.AddFile(new string('n', 300), Content.FromBytes(TestBytes.Make(700)));
        using var stream = new MemoryStream();
        TarArchive.Write(stream, tree);
        return stream.ToArray();
    }

    private static Tree FromTar(byte[] bytes) => Read(bytes, null);

    private static Tree Read(byte[] bytes, ArchiveOptions? options) => Tree.FromTar(Source.FromBytes(bytes, "it.tar"), options);
}
