using System.Runtime.CompilerServices;
using Bq2.Efi.Binary;
using Bq2.Image;
using NetTar = System.Formats.Tar.TarReader;

namespace Bq2.Tests.Image.Archives;

/// <summary>The tar writer, judged by the programs that read tar archives.</summary>
public sealed class TarWriterTests
{
    [Fact]
    public void HeadersAreAsLongAsTheyShouldBe()
    {
        Assert.Equal(TarHeader.Size, Unsafe.SizeOf<TarHeader>());
        Assert.Equal(TarGnuFields.Size, Unsafe.SizeOf<TarGnuFields>());
        Assert.Equal(24, Unsafe.SizeOf<TarGnuPiece>());
        Assert.Equal(TarHeader.Size, Unsafe.SizeOf<TarGnuPieces>());

        var header = new TarHeader();
        Assert.Equal((156, 257, 345), (FieldPlace.Of(in header, in header.Type).Offset,
            FieldPlace.Of(in header, in header.Magic).Offset, FieldPlace.Of(in header, in header.Prefix).Offset));
        var pieces = new TarGnuPieces();
        Assert.Equal(504, FieldPlace.Of(in pieces, in pieces.HasMore).Offset);
        var fields = new TarGnuFields();
        Assert.Equal((41, 137), (FieldPlace.Of(in fields, in fields.Pieces).Offset, FieldPlace.Of(in fields, in fields.HasMore).Offset));
    }

    /// <summary>Also as programs summed it whose bytes were signed, and no other way.</summary>
    [Fact]
    public void TheChecksumIsThatOfBytesSignedOrNot()
    {
        byte[] block = [.. Enumerable.Repeat((byte)0xff, TarHeader.Size)];
        int all = (TarHeader.Size - 8) * 0xff + 8 * ' ', signed = -(TarHeader.Size - 8) + 8 * ' ';
        Assert.Equal(TarHeader.Size * 0xff, TarChecksum.Of(block));

        TarNumber.Write(block.AsSpan(148, 8), all);
        Assert.True(TarChecksum.IsRight(block));
        TarNumber.Write(block.AsSpan(148, 8), all - 1);
        Assert.False(TarChecksum.IsRight(block));

        // A negative sum has no octal digits.
        block.AsSpan(0, 148).Clear();
        block.AsSpan(156, 300).Fill((byte)'a');
        block[500] = 0xfe;
        Assert.True(signed < 0);
        int sum = 300 * 'a' - (TarHeader.Size - 456 - 1) - 2 + 8 * ' ';
        TarNumber.Write(block.AsSpan(148, 8), sum);
        Assert.True(TarChecksum.IsRight(block));
    }

    /// <summary>They unpack it into a folder, which is like the one it was packed from.</summary>
    [Needs("tar bsdtar python3")]
    [InlineData("tar xpf it.tar -C out --xattrs --xattrs-include='*'", true)]
    [InlineData("bsdtar xpf it.tar -C out --xattrs", true)]
    [InlineData("python3 -c 'import tarfile; tarfile.open(\"it.tar\").extractall(\"out\")'", false)]
    public void OthersUnpackIt(string command, bool xattrs)
    {
        using var temp = ArchiveSample.Make(more: "setfattr -n user.one -v 1 a.txt d; setfattr -n user.nul -v 0x0a00 d/512");
        var tree = ArchiveSample.Read(temp, xattrs);
        TarArchive.Write(temp["it.tar"], tree);

        string complaints = ArchiveSample.Shell(temp, $"mkdir out; umask 0; {command}").Complained;

        Assert.Empty(complaints);

        // Python keeps no times of links.
        var read = Tree.FromFolder(temp["out"], new() { KeepTimes = true, KeepOwners = true, KeepXattrs = xattrs });
        Assert.Equal(TreeText.Of(tree, times: xattrs), TreeText.Of(read, times: xattrs));
    }

    [Needs("tar bsdtar")]
    [InlineData("tar tf")]
    [InlineData("bsdtar tf")]
    public void AndTheyWouldHaveSpokenUp(string command)
    {
        using var temp = ArchiveSample.Make();
        TarArchive.Write(temp["it.tar"], ArchiveSample.Read(temp));
        Spoil.Flip(temp["it.tar"], 20);

        new RealTool("bash").Run("-c", $"{command} {temp["it.tar"]}").Objects();
    }

    [Fact]
    public void NetReadsIt()
    {
        using var temp = ArchiveSample.Make();
        var tree = ArchiveSample.Read(temp);
        using var stream = new MemoryStream();
        TarArchive.Write(stream, tree);
        stream.Position = 0;

        using var reader = new NetTar(stream);
        var names = new List<string>();
        while (reader.GetNextEntry() is { } entry)
            names.Add(entry.Name.TrimEnd('/'));

        Assert.Equal(tree.Walk().Select(entry => entry.Path).Where(ByteTextIsPlain), names.Where(ByteTextIsPlain));
    }

    private static bool ByteTextIsPlain(string name) => !ByteText.HasSurrogates(name) && !name.Contains('\ufffd', StringComparison.Ordinal);

    [Fact]
    public void WeReadWhatWeWrote()
    {
        using var temp = ArchiveSample.Make(more: "setfattr -n user.one -v 1 a.txt d");
        var tree = ArchiveSample.Read(temp, xattrs: true);
        tree.AddDevice("console", EntryKind.CharacterDevice, new(5, 1), new() { Time = new(7) });
        var owned = new EntryAttributes { User = 4_000_000_000, Group = 3_000_000, Time = new(-3) };
        tree.AddFile("owned", Content.FromDelegate(1, (_, into) => into.Fill(1)), owned);
        tree.Root.Attributes = new() { Mode = 0x1c0, Time = new(8) };
        using var stream = new MemoryStream();
        TarArchive.Write(stream, tree, new() { KeepNanoseconds = true });

        var read = Tree.FromTar(Source.FromBytes(stream.ToArray()));

        Assert.Equal(TreeText.Of(tree), TreeText.Of(read));
        Assert.Equal((0x1c0, 8L), (read.Root.Mode, read.Root.Attributes.Time!.Value.Seconds));
        Assert.Equal(new UnixTime(1234567890, 500_000_000), read.Find("a.txt")!.Attributes.Time);
    }

    [Theory]
    [InlineData(-1, 500_000_000, "-0.5")]
    [InlineData(-2, 500_000_000, "-1.5")]
    [InlineData(-2, 0, "-2")]
    [InlineData(5, 1, "5.000000001")]
    [InlineData(0, 0, "0")]
    [InlineData(17, 250_000_000, "17.25a")]
    public void TimesAreWrittenAndReadAsNumbers(long seconds, int nanoseconds, string text)
    {
        Assert.Equal(text.TrimEnd('a'), TarEntryHeader.TimeText(new(seconds, nanoseconds)));
        Assert.Equal(new UnixTime(seconds, nanoseconds), PaxRecords.Time(System.Text.Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>8 GiB do not fit into octal digits. Nothing of it is read.</summary>
    [Needs("tar bsdtar")]
    [InlineData((1L << 33) - 1, 512)]
    [InlineData(1L << 33, 512 * 3)]
    public void AFileOf8GibibytesNeedsAPaxHeader(long length, int headerLength)
    {
        var tree = new Tree();
        tree.AddFile("big", Content.FromDelegate(length, (_, into) => into.Clear()));
        using var temp = new TempFolder();
        var plan = TarArchive.Plan(tree);
        RawImage.Write(temp["it.tar"], plan);

        Assert.Equal(headerLength + (1L << 33) + 1024, plan.Length);
        foreach (string program in new[] { "tar", "bsdtar" })
            Assert.Contains($" {length} ", new RealTool(program).Run("tvf", temp["it.tar"]).Accepts().Said, StringComparison.Ordinal);
        Assert.Equal(length, Tree.FromTar(temp["it.tar"]).Find("big")!.Content!.Length);
    }

    /// <summary>What fits into old headers has no other, and names are split at any slash that is needed.</summary>
    [Theory]
    [InlineData(100, 0, 1)]
    [InlineData(101, 0, 3)]
    [InlineData(100, 155, 1)]
    [InlineData(100, 156, 3)]
    [InlineData(101, 5, 3)]
    public void NamesAreSplitIfTheyFit(int name, int folder, int blocks)
    {
        var tree = new Tree();
        string path = (folder > 0 ? new string('f', folder) + "/" : "") + new string('n', name);
        tree.AddFile(path, Content.Empty);

        var plan = TarArchive.Plan(tree);

        int folderBlocks = folder > 99 ? 3 : folder > 0 ? 1 : 0;
        Assert.Equal((blocks + folderBlocks + 2) * TarHeader.Size, plan.Length);
        Assert.NotNull(Tree.FromTar(Source.Of(plan)).Find(path));
    }

    [Fact]
    public void TimesAreClampedAndMissingOnesSet()
    {
        var tree = new Tree();
        tree.AddFile("early", Content.Empty, new() { Time = new(5, 6) });
        tree.AddFile("late", Content.Empty, new() { Time = new(500) });
        tree.AddFile("none", Content.Empty);

        var clamped = Tree.FromTar(Source.Of(TarArchive.Plan(tree, new() { MaxTime = new(100) })));
        var usual = Tree.FromTar(Source.Of(TarArchive.Plan(tree)));

        Assert.Equal([new(5), new(100), new(100)], clamped.Walk().Select(each => each.Attributes.Time!.Value));
        Assert.Equal([new(5), new(500), new(0)], usual.Walk().Select(each => each.Attributes.Time!.Value));
    }

    /// <summary>In whatever order it was made, by however many threads it is written, to a file or a stream: the same bytes.</summary>
    [Theory]
    [InlineData(Packing.None)]
    [InlineData(Packing.Gzip)]
    [InlineData(Packing.Zstd)]
    public void TheSameTreeGivesTheSameBytes(Packing packing)
    {
        using var temp = ArchiveSample.Make();
        var pack = new PackOptions { Packing = packing };
        TarArchive.Write(temp["1.tar"], ArchiveSample.Read(temp), null, pack);
        using var stream = new MemoryStream();
        var summary = TarArchive.Write(stream, Tree.FromTar(temp["1.tar"]), null, pack with { Digests = true });

        byte[] bytes = File.ReadAllBytes(temp["1.tar"]);
        Assert.Equal(bytes, stream.ToArray());
        Assert.Equal(Convert.ToHexStringLower(Digest.OfSha256(bytes)), summary.FileSha256);
        using var unpacked = Packed.Unpack(Source.FromBytes(bytes));
        Assert.Equal(Convert.ToHexStringLower(Digest.OfSha256(unpacked.ReadBytes(0, (int)unpacked.Length))), summary.Sha256);
        Assert.Equal((unpacked.Length, (long)bytes.Length), (summary.Length, summary.FileLength));
    }

    /// <summary>Entries across the parts in which the archive is written, headers among them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ManyEntriesAcrossParts(int seed)
    {
        var tree = new Tree();
        var random = new Random(seed);
        for (int i = 0; i < 3000; i++)
        {
            string path = $"{i % 7}/{new string('n', random.Next(1, 130))}{i}";
            tree.AddFile(path, Content.FromBytes(TestBytes.Make(random.Next(3000), i)), new() { Time = new(i) });
        }

        using var temp = new TempFolder();
        TarArchive.Write(temp["it.tar"], tree);

        Assert.Equal(Files(tree), Files(Tree.FromTar(temp["it.tar"])));
        new RealTool("tar").Run("tf", temp["it.tar"]).Accepts();
    }

    // Folders have no times here.
    private static IEnumerable<string> Files(Tree tree) =>
        TreeText.Of(tree).Where(line => !line.Contains(" Folder ", StringComparison.Ordinal));

    [Fact]
    public void SocketsAreLeftOutAndCounted()
    {
        var tree = new Tree();
        tree.AddSocket("s");
        tree.AddFile("f", Content.Empty);
        using var stream = new MemoryStream();

        var summary = TarArchive.Write(stream, tree);

        Assert.Equal(["s"], summary.Skipped);
        Assert.Equal(1, summary.Entries);
    }

    [Needs("gzip zstd")]
    [InlineData(Packing.Gzip, "gzip -t")]
    [InlineData(Packing.Zstd, "zstd -tq")]
    public void ThePackersProgramsAgree(Packing packing, string command)
    {
        var tree = new Tree();
        tree.AddFile("it", Content.FromBytes(TestBytes.Make(20 << 20)));
        tree.AddFile("zeros", Content.FromBytes(new byte[9 << 20]));
        using var temp = new TempFolder();
        TarArchive.Write(temp["it"], tree, null, new() { Packing = packing });

        ArchiveSample.Shell(temp, $"{command} <it");
        Spoil.Flip(temp["it"], 5 << 20);
        new RealTool("bash").Run("-c", $"{command} <{temp["it"]}").Objects();
    }
}
