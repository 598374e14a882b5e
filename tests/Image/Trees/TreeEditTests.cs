using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class TreeEditTests
{
    [Fact]
    public void ARemovedFolderTakesItsContentWithIt()
    {
        var tree = Of("a/b/c", "a/d", "e");

        tree.Remove("/a/");

        Assert.Equal(["e"], Paths(tree));
        foreach (string path in new[] { "a", "a/b", "e/f", "", "/" })
            Assert.Equal("IMG084", Assert.Throws<FaultException>(() => tree.Remove(path)).Fault.Code);
    }

    [Fact]
    public void OtherNamesOfARemovedFileStay()
    {
        var tree = new Tree();
        var file = tree.AddFile("a", Content.FromBytes("x"u8.ToArray()), new() { Mode = 0x1c0 });
        tree.AddHardLink("b", file);

        tree.Remove("a");
        tree.Find("b")!.Attributes = tree.Find("b")!.Attributes with { User = 7 };

        var left = Assert.Single(tree.Walk());
        Assert.Equal((1, 0x1c0, 7u), (left.Content!.Length, left.Mode, left.Attributes.User));
    }

    [Fact]
    public void AllNamesOfAFileHaveTheSameAttributes()
    {
        var tree = new Tree();
        tree.AddHardLink("b", tree.AddDevice("a", EntryKind.CharacterDevice, new(1, 3)));

        tree.Find("b")!.Attributes = new() { Mode = 0x1b6 };

        Assert.Equal(0x1b6, tree.Find("a")!.Mode);
        Assert.Equal(new DeviceNumber(1, 3), tree.Find("b")!.Device);
    }

    [Fact]
    public void AnOverlayJoinsFoldersAndReplacesTheRest()
    {
        var lower = Of("both/lower", "both/file", "folder/x", "file", "kept");
        var upper = Of("both/file", "both/upper", "folder", "file/x");
        upper.Find("both")!.Attributes = new() { Mode = 0x1c0 };
        upper.AddHardLink("again", upper.Find("both/file")!);

        lower.Overlay(upper);

        Assert.Equal(["again", "both", "both/file", "both/lower", "both/upper", "file", "file/x", "folder", "kept"], Paths(lower));
        Assert.Equal(0x1c0, lower.Find("both")!.Mode);
        Assert.Same(lower.Find("again"), lower.Find("both/file")!.File);
        Assert.Equal(EntryKind.File, lower.Find("folder")!.Kind);
    }

    [Fact]
    public void AnOverlayCutsTheLinkBetweenNamesThatItReplaces()
    {
        var lower = new Tree();
        lower.AddHardLink("b", lower.AddFile("a", Content.FromBytes("old"u8.ToArray())));
        var upper = new Tree();
        upper.AddFile("a", Content.FromBytes("newer"u8.ToArray()));

        lower.Overlay(upper);

        Assert.Equal((5, 3), (lower.Find("a")!.Content!.Length, lower.Find("b")!.Content!.Length));
    }

    [Fact]
    public void FoldersNestTwoThousandDeepAndNotDeeper()
    {
        var tree = new Tree();
        tree.AddFolder(string.Join('/', Enumerable.Repeat("d", 2048)));

        Assert.Equal(2048, tree.Walk().Count());
        Assert.Equal("IMG085",
            Assert.Throws<FaultException>(() => tree.AddFolder(string.Join('/', Enumerable.Repeat("d", 2049)))).Fault.Code);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 999_999_900)]
    [InlineData(1_700_000_000, 123_456_700)]
    [InlineData(-62_135_596_800, 0)]
    [InlineData(253_402_300_799, 999_999_900)]
    public void TimesGoToDotNetAndBack(long seconds, int nanoseconds)
    {
        var time = new UnixTime(seconds, nanoseconds);

        Assert.Equal(time, UnixTime.From(time.ToDateTimeOffset()));
        Assert.True(time < new UnixTime(seconds, nanoseconds + 1) && new UnixTime(seconds + 1) > time);
    }

    [Fact]
    public void TimesOutsideOfWhatDotNetHoldsBecomeTheNearest()
    {
        Assert.Equal(DateTimeOffset.MinValue, new UnixTime(long.MinValue).ToDateTimeOffset());
        Assert.Equal(DateTimeOffset.MaxValue, new UnixTime(long.MaxValue, 1).ToDateTimeOffset());
    }

    private static Tree Of(params string[] files)
    {
        var tree = new Tree();
        foreach (string file in files)
            tree.AddFile(file, Content.Empty);
        return tree;
    }

    private static IEnumerable<string> Paths(Tree tree) => tree.Walk().Select(entry => entry.Path);
}
