using System.Globalization;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class Ext4FolderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Disk => _temp["disk"];

    /// <summary>
    /// A block of 4096 bytes has room for 4060 bytes of names besides the two that every folder has, of 1024 bytes for 988. With longer
    /// lists an index begins, and with more blocks than fit into its root another level of it.
    /// </summary>
    [Needs("e2fsck debugfs")]
    [InlineData(4096, 0, "")]
    [InlineData(4096, 1, "")]
    [InlineData(4096, 253, "")]
    [InlineData(4096, 254, "Indirect levels: 0")]
    [InlineData(4096, 600, "Indirect levels: 0")]
    [InlineData(1024, 61, "")]
    [InlineData(1024, 62, "Indirect levels: 0")]
    [InlineData(1024, 6000, "Indirect levels: 0")]
    [InlineData(1024, 6400, "Indirect levels: 1")]
    [InlineData(4096, 18_000, "Indirect levels: 0")]
    [InlineData(4096, 130_000, "Indirect levels: 1")]
    public void FoldersOfEverySize(int blockSize, int count, string index)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => i.ToString("x8", CultureInfo.InvariantCulture))];
        AssertKept(names, blockSize);

        string said = Ext4Judges.Debugfs.Run("-R", "htree_dump /many", Disk).Accepts().Said;
        if (index.Length == 0)
            Assert.DoesNotContain("Indirect", said, StringComparison.Ordinal);
        else
            Assert.Contains(index, said, StringComparison.Ordinal);
    }

    [Needs("e2fsck debugfs")]
    [InlineData(1024)]
    [InlineData(4096)]
    public void NamesOfEveryLengthAndOfAnyBytes(int blockSize)
    {
        var names = new List<string>();
        for (int length = 1; length <= 255; length++)
        {
            names.Add(new string('n', length - 1) + (char)('a' + length % 26));
            names.Add(new string('\udcff', length));               // each stands for a byte 0xff
            names.Add(ByteText.Decode(TestBytes.Make(length, length).Select(value => value == '/' ? (byte)'|' : value).ToArray()));
        }

        names.AddRange(["Würzel", "日本語", "🙂", "a b\tc\nd", "back\\slash", "-", "..."]);
        AssertKept([.. names.Distinct()], blockSize);
    }

    [Needs("e2fsck debugfs")]
    [InlineData(3)]
    public void FoldersWithinFolders(int width)
    {
        var tree = new Tree();
        for (int i = 0; i < 1100; i++)
            tree.AddFolder(string.Join('/', Enumerable.Repeat("d", i)) + $"/{i % width}");
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal(1000 * 2, volume.Walk().TakeWhile(entry => entry.Path.Length < 2000).Count() / 2 * 2);
    }

    /// <summary>From 65,000 on, the folders that refer to one are not counted any more.</summary>
    [Needs("e2fsck debugfs")]
    [InlineData(64_997, 64_999)]
    [InlineData(64_998, 1)]
    [InlineData(70_000, 1)]
    public void ManyFoldersInOne(int count, int links)
    {
        var tree = new Tree();
        for (int i = 0; i < count; i++)
            tree.AddFolder($"many/{i}");
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        Assert.Contains($"Links: {links} ", Ext4Judges.Ask(Disk, "stat /many"), StringComparison.Ordinal);
    }

    /// <summary>A file can have 65,000 names; more of them belong to a second file with the same bytes.</summary>
    [Needs("e2fsck debugfs")]
    [InlineData(2, new[] { 2 })]
    [InlineData(65_000, new[] { 65_000 })]
    [InlineData(65_001, new[] { 65_000, 1 })]
    [InlineData(140_000, new[] { 65_000, 65_000, 10_000 })]
    public void ManyNamesOfOneFile(int count, int[] expected)
    {
        var tree = new Tree();
        var original = tree.AddFile("n/0", Content.FromBytes(TestBytes.Make(5000)), new() { User = 5 });
        for (int i = 1; i < count; i++)
            tree.AddHardLink($"n/{i}", original);
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        var groups = volume.List("n").GroupBy(entry => entry.Stored.Number).ToList();
        Assert.Equal(expected.Order(), groups.Select(group => group.Count()).Order());
        Assert.All(groups, group => Assert.Equal(TestBytes.Make(5000), volume.Read(group.First().Path)));
        Assert.All(groups, group => Assert.Equal(group.Count() > 1, group.First().Inode is not null));
    }

    /// <summary>The original need not be in the tree any more, and its other names may come before it.</summary>
    [Needs("e2fsck")]
    [InlineData(false)]
    [InlineData(true)]
    public void TheFirstNameThatIsMetStandsForAll(bool isRemoved)
    {
        var tree = new Tree();
        var original = tree.AddFile("z/original", Content.FromBytes(TestBytes.Make(50)));
        tree.AddHardLink("a/one", original);
        tree.AddHardLink("m/two", original);
        if (isRemoved)
            tree.Remove("z/original");
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        var files = volume.Walk().Where(entry => entry.Kind == EntryKind.File).ToList();
        Assert.Equal(isRemoved ? 2 : 3, files.Count);
        Assert.Single(files.Select(file => file.Inode).Distinct());
        Assert.All(files, file => Assert.Equal((files.Count, 50), (file.Links, file.Length)));
    }

    [Needs("e2fsck")]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    public void ATreeMayBringItsOwnLostAndFound(int files)
    {
        var tree = new Tree();
        tree.AddFolder("lost+found", new() { Mode = 0x1c0, User = 3 });
        for (int i = 0; i < files; i++)
            tree.AddFile($"lost+found/#{i}", Content.Empty);
        Ext4Judges.Make(Disk, tree);

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal((11L, 3u), (volume.Find("lost+found")!.Stored.Number, volume.Find("lost+found")!.Attributes!.User));
        Assert.Equal(files, volume.List("lost+found").Count);
    }

    public void Dispose() => _temp.Dispose();

    private void AssertKept(string[] names, int blockSize)
    {
        var tree = new Tree();
        tree.AddFolder("many");
        foreach (string name in names)
            tree.AddFile("many/" + name, Content.Empty);
        Ext4Judges.Make(Disk, tree, new() { BlockSize = blockSize });

        Assert.Empty(Ext4Judges.FindingsIn(Disk));
        using var volume = Ext4Volume.Open(DiskImage.Open(Disk));
        Assert.Equal(names.Order(StringComparer.Ordinal), volume.List("many").Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Empty(volume.Faults);
    }
}
