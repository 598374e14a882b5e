using System.Text;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class TreeComparisonTests
{
    private static readonly Dictionary<string, Func<EntryAttributes, EntryAttributes>> s_changes = new()
    {
        ["Mode"] = attributes => attributes with { Mode = 0x1ff },
        ["Owner"] = attributes => attributes with { Group = 5 },
        ["Time"] = attributes => attributes with { Time = new(8, 0) },
        ["Xattrs"] = attributes => attributes with { Xattrs = new Dictionary<string, byte[]> { ["user.a"] = [1, 3] } },
    };

    public static TheoryData<string> Attributes => new(s_changes.Keys);

    [Fact]
    public void EqualTreesHaveNoDifference() => Assert.Empty(TreeComparison.Differences(Sample(), Sample()));

    [Theory]
    [MemberData(nameof(Attributes))]
    public void EveryAttributeIsCompared(string aspect)
    {
        var changed = Sample();
        changed.Find("folder")!.Attributes = s_changes[aspect](changed.Find("folder")!.Attributes);

        var found = Assert.Single(TreeComparison.Differences(Sample(), changed));

        Assert.Equal(("folder", Enum.Parse<TreeAspects>(aspect)), (found.Path, found.Aspects));
        Assert.Empty(TreeComparison.Differences(Sample(), changed, TreeAspects.All & ~found.Aspects));
    }

    [Theory]
    [InlineData("link", TreeAspects.Target)]
    [InlineData("null", TreeAspects.Device)]
    [InlineData("pipe", TreeAspects.Kind)]
    [InlineData("folder/file", TreeAspects.Content)]
    public void WhatAnEntryIsIsCompared(string path, TreeAspects aspect)
    {
        var changed = Sample();
        changed.Remove(path);
        switch (path)
        {
            case "link":
                changed.AddLink(path, "elsewhere");
                break;
            case "null":
                changed.AddDevice(path, EntryKind.CharacterDevice, new(1, 5));
                break;
            case "pipe":
                changed.AddSocket(path);
                break;
            default:
                changed.AddFile(path, Bytes("here", 300_000), Sample().Find(path)!.Attributes);
                break;
        }

        var found = Assert.Single(TreeComparison.Differences(Sample(), changed, TreeAspects.All & ~TreeAspects.Links));

        Assert.Equal((path, aspect), (found.Path, found.Aspects));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    [InlineData((2 << 20) - 1)]
    public void TheFirstByteThatDiffersIsTold(int at)
    {
        byte[] left = new byte[2 << 20], right = new byte[2 << 20];
        right[at] = 1;

        var found = Assert.Single(TreeComparison.Differences(Holding(left), Holding(right)));

        Assert.Equal(at, found.FirstByte);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) + 1)]
    public void AFileThatIsLongerDiffersWhereTheOtherEnds(int length)
    {
        var found = Assert.Single(TreeComparison.Differences(Holding(new byte[length]), Holding(new byte[length + 1])));

        Assert.Equal((TreeAspects.Content, length), (found.Aspects, found.FirstByte));
    }

    [Fact]
    public void WhatOnlyOneTreeHasIsNamedWithAllBelow()
    {
        var more = Sample();
        more.AddFile("new/a/b", Content.Empty);

        var found = TreeComparison.Differences(Sample(), more);

        Assert.Equal(["new", "new/a", "new/a/b"], found.Select(each => each.Path));
        Assert.All(found, each => Assert.True(each is { Left: null, Right: not null, Aspects: TreeAspects.None }));
        Assert.All(TreeComparison.Differences(more, Sample()), each => Assert.True(each is { Left: not null, Right: null }));
    }

    [Fact]
    public void NamesOfOneFileAreNotTwoFiles()
    {
        var apart = Sample();
        apart.Remove("other");
        apart.AddFile("other", Bytes("there", 300_000), apart.Find("folder/file")!.Attributes);

        Assert.Equal(("other", TreeAspects.Links), Assert.Single(TreeComparison.Differences(Sample(), apart)) is var found
            ? (found.Path, found.Aspects) : default);
    }

    [Fact]
    public void WhatOneTreeDoesNotKnowIsNotCompared()
    {
        var plain = new Tree();
        plain.AddFile("a", Content.Empty);
        var full = new Tree();
        full.AddFile("a", Content.Empty, new() { Mode = 0x180, Time = new(5) });

        Assert.Empty(TreeComparison.Differences(plain, full));
    }

    [Fact]
    public void NamesThatAreNotUtf8KeepBothTreesInStep()
    {
        byte[][] names = ["\uffee"u8.ToArray(), "𝄞"u8.ToArray(), [0xf0], [0x80], [0xff], "z"u8.ToArray()];
        Tree left = new(), right = new();
        foreach (byte[] name in names)
            left.AddFile(ByteText.Decode(name), Content.Empty);
        foreach (byte[] name in names[1..])
            right.AddFile(ByteText.Decode(name), Content.Empty);

        Assert.Equal("\uffee", Assert.Single(TreeComparison.Differences(left, right)).Path);
    }

    [Fact]
    public void AVolumeIsComparedWithWhatItWasMadeOf()
    {
        var tree = new Tree();
        tree.AddFile("a/b", Bytes("text", 100_000));
        tree.AddFile("c", Content.Empty);
        using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(tree)));

        Assert.Empty(TreeComparison.Differences(tree, Tree.FromVolume(volume)));
        tree.AddFile("a/d", Content.Empty);
        Assert.Equal("a/d", Assert.Single(TreeComparison.Differences(tree, Tree.FromVolume(volume))).Path);
        Assert.Equal(["b"], Tree.FromVolume(volume, "a").Walk().Select(entry => entry.Path));
    }

    private static Tree Sample()
    {
        var tree = new Tree();
        var attributes = new EntryAttributes
        {
            Mode = 0x1ed,
            Time = new(7, 5),
            User = 1,
            Xattrs = new Dictionary<string, byte[]> { ["user.a"] = [1, 2] },
        };
        tree.AddFolder("folder", attributes);
        tree.AddHardLink("other", tree.AddFile("folder/file", Bytes("there", 300_000), attributes));
        tree.AddLink("link", "target");
        tree.AddDevice("null", EntryKind.CharacterDevice, new(1, 3));
        tree.AddPipe("pipe");
        return tree;
    }

    private static Tree Holding(byte[] bytes)
    {
        var tree = new Tree();
        tree.AddFile("file", Content.FromBytes(bytes));
        return tree;
    }

    private static Content Bytes(string word, int length)
    {
        var bytes = new byte[length];
        for (int at = 0; at < length; at++)
            bytes[at] = Encoding.ASCII.GetBytes(word)[at % word.Length];
        return Content.FromBytes(bytes);
    }
}
