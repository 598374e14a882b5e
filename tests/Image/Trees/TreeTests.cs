using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class TreeTests
{
    [Fact]
    public void EntriesAreSortedWhateverOrderTheyCameIn()
    {
        var tree = new Tree();
        foreach (string path in new[] { "b", "a/z", "Z", "a/b", "ä", "a/B" })
            tree.AddFile(path, Content.Empty);

        Assert.Equal(["Z", "a", "b", "ä"], tree.Root.Children.Select(child => child.Name));
        Assert.Equal(["a/B", "a/b", "a/z"], tree.Find("a")!.Children.Select(child => child.Path));
        Assert.Null(tree.Find("a/z/y"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("../a")]
    [InlineData("a/./b")]
    [InlineData("a\0b")]
    public void InvalidPathsAreRefused(string path) =>
        Assert.Equal("IMG003", Assert.Throws<FaultException>(() => new Tree().AddFile(path, Content.Empty)).Fault.Code);

    [Fact]
    public void OnePlaceIsOneThing()
    {
        var tree = new Tree();
        tree.AddFile("a/b", Content.Empty);
        tree.AddFolder("a");

        Assert.Equal("a/b", Assert.Throws<FaultException>(() => tree.AddFile("a/b", Content.Empty)).Fault.Path);
        Assert.Equal("a", Assert.Throws<FaultException>(() => tree.AddFile("a", Content.Empty)).Fault.Path);
        Assert.Equal("a/b", Assert.Throws<FaultException>(() => tree.AddFile("a/b/c", Content.Empty)).Fault.Path);
    }

    [Fact]
    public void AFolderIsTakenWithAllThatIsInIt()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["a/empty"]);
        File.WriteAllText(temp["a/.hidden"], "x");

        var tree = Tree.FromFolder(temp.Path, new() { KeepTimes = true });

        Assert.Equal(["a/.hidden", "a/empty"], tree.Find("a")!.Children.Select(child => child.Path));
        Assert.Equal(File.GetLastWriteTimeUtc(temp["a/.hidden"]), tree.Find("a/.hidden")!.Attributes.Time!.Value.ToDateTimeOffset());
        Assert.Null(Tree.FromFolder(temp.Path).Find("a/.hidden")!.Attributes.Time);
    }

    [Needs("mkfifo")]
    [InlineData("link")]
    [InlineData("folder link")]
    [InlineData("dangling link")]
    [InlineData("pipe")]
    public void EntriesThatFatCannotHoldAreRefusedByPath(string kind)
    {
        using var temp = new TempFolder();
        string path = temp["in/it"];
        Directory.CreateDirectory(temp["in"]);
        if (kind == "pipe")
            new RealTool("mkfifo").Run(path).Accepts();
        else
            File.CreateSymbolicLink(path, kind switch { "link" => "/etc/hostname", "folder link" => "/", _ => "nowhere" });

        var fault = Assert.Throws<FaultException>(() => FatVolume.Plan(Tree.FromFolder(temp["in"]))).Fault;
        Assert.Equal(("IMG005", path), (fault.Code, fault.Path));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("it")]    // leads to itself
    public void ABrokenLinkToAFolderIsReportedAsSuch(string target)
    {
        using var temp = new TempFolder();
        File.CreateSymbolicLink(temp["it"], target);

        var fault = Assert.Throws<FaultException>(() => Tree.FromFolder(temp["it"])).Fault;
        Assert.Equal(("FIL002", temp["it"]), (fault.Code, fault.Path));
    }

    [Theory]
    [InlineData("mkfifo it", EntryKind.Pipe)]
    [InlineData("ln -s nowhere it", EntryKind.Link)]
    [InlineData("touch other; ln other it", EntryKind.File)]
    [InlineData("touch a; ln a it", EntryKind.HardLink)]
    [InlineData("mkdir it", EntryKind.Folder)]
    public void EntriesOfAFolderKeepTheirKindAndMode(string make, EntryKind kind)
    {
        using var temp = new TempFolder();
        new RealTool("sh").Run("-c", $"cd {temp.Path}; umask 027; {make}").Accepts();
        string[] stat = new RealTool("stat").Run("-c", "%a", temp["it"]).Said.Split('\n');

        var entry = Tree.FromFolder(temp.Path).Find("it")!;

        Assert.Equal(kind, entry.Kind);
        Assert.Equal(Convert.ToInt32(stat[0], 8), entry.Mode);
        Assert.Equal(kind == EntryKind.Link ? "nowhere" : null, entry.Target);
        Assert.Equal(kind == EntryKind.HardLink ? "a" : null, entry.Original?.Path);
    }

    [Fact]
    public void DevicesOfThisMachineAreTakenByTheirNumbers()
    {
        var tree = new Tree();
        tree.AddDevice("null", EntryKind.CharacterDevice, new(1, 3));
        tree.AddDevice("disk", EntryKind.BlockDevice, new(259, 1 << 19));
        tree.AddPipe("pipe");
        tree.AddSocket("socket", new() { Mode = 0x180 });

        Assert.Equal(new DeviceNumber(1, 3), tree.Find("null")!.Device);
        Assert.Equal(new DeviceNumber(259, 1 << 19), tree.Find("disk")!.Device);
        Assert.Null(tree.Find("pipe")!.Device);
        Assert.Equal(0x180, tree.Find("socket")!.Mode);
        foreach (var entry in tree.Root.Children)
            Assert.Equal("IMG005", Assert.Throws<FaultException>(() => FatVolume.Plan(Alone(entry))).Fault.Code);
    }

    [Fact]
    public void FatGetsACopyOfAHardLink()
    {
        var tree = new Tree();
        var file = tree.AddFile("a", Content.FromBytes("hello"u8.ToArray()));
        tree.AddHardLink("b/c", tree.AddHardLink("b/b", file));

        Assert.Same(file, tree.Find("b/c")!.Original);
        using var volume = FatVolume.Open(Source.Of(FatVolume.Plan(tree)));
        Assert.Equal("hello"u8, volume.Read("b/c"));
        Assert.NotEqual(volume.Find("a")!.Cluster, volume.Find("b/c")!.Cluster);
    }

    public static TheoryData<byte[]> Names => new(
    [
        "plain"u8.ToArray(), "ä€𝄞"u8.ToArray(), [0x80], [0xff, (byte)'a', 0xc3], [0xed, 0xb2, 0x80], [0xf0, 0x9d, 0x84], [0xc0, 0xaf],
        [.. "ok"u8, 0xe2, 0x82, .. "𝄞"u8], Enumerable.Range(1, 255).Select(value => (byte)value).ToArray(),
    ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryNameIsItsBytes(byte[] name)
    {
        string text = ByteText.Decode(name);

        Assert.True(ByteText.IsValid(text));
        Assert.Equal(name, ByteText.Encode(text));
    }

    [Theory]
    [InlineData(0xd800)]
    [InlineData(0xdc7f)]
    [InlineData(0xdd00)]
    public void ALoneSurrogateWithoutAByteIsNotAName(int half)
    {
        string name = $"a{(char)half}b";

        Assert.False(ByteText.IsValid(name));
        Assert.Throws<ArgumentException>(() => ByteText.Encode(name));
        Assert.Equal("IMG003", Assert.Throws<FaultException>(() => new Tree().AddFile(name, Content.Empty)).Fault.Code);
        Assert.Equal("IMG003", Assert.Throws<FaultException>(() => new Tree().AddLink("a", name)).Fault.Code);
    }

    [Fact]
    public void NamesAreSortedByTheirBytes()
    {
        var tree = new Tree();
        byte[][] names = ["\uffee"u8.ToArray(), "𝄞"u8.ToArray(), [0xf0], [0x80], [0xff], "z"u8.ToArray()];
        foreach (byte[] name in names)
            tree.AddFile(ByteText.Decode(name), Content.Empty);

        var sorted = names.Order(Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)));

        Assert.Equal(sorted, tree.Root.Children.Select(child => ByteText.Encode(child.Name)));
        Assert.Equal("FAT003", Assert.Throws<FaultException>(() => FatVolume.Plan(tree)).Fault.Code);
    }

    private static Tree Alone(TreeEntry entry)
    {
        var tree = new Tree();
        entry.CopyTo(tree.Root);
        return tree;
    }
}
