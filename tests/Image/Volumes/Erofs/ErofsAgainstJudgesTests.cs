using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>The programs of erofs-utils, and the kernel, read what is planned here, and notice when it is spoiled.</summary>
public sealed class ErofsAgainstJudgesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("fsck.erofs dump.erofs")]
    [InlineData(0)]
    public void FsckAcceptsEverything(long time)
    {
        Make(ErofsTrees.Everything(), new() { Time = new(time), Label = "Root" });

        Assert.Equal("", Fsck().Complained);
        string said = new RealTool("dump.erofs").Run(Image).Accepts().Said;
        Assert.Contains("sb_csum mtime", said, StringComparison.Ordinal);
        int inodes = 1 + ErofsTrees.Everything().Walk().Count(entry => entry.Kind != EntryKind.HardLink);
        Assert.Contains($"inode count: {new string(' ', 22)}{inodes}\n", said, StringComparison.Ordinal);
    }

    /// <summary>What fsck.erofs unpacks is read again from the host. It restores no attributes, and of links only their targets.</summary>
    [Needs("fsck.erofs")]
    [InlineData(0)]
    public void FsckUnpacksTheSameTree(long time)
    {
        var tree = ErofsTrees.Everything();
        tree.Remove("dev");
        tree.Remove("xattrs");
        tree.Remove("links/b");
        tree.Remove("other");
        foreach (var entry in tree.Walk().ToList())
            entry.Attributes = entry.Attributes with { Time = new UnixTime(time + 1000, 5000), User = 0, Group = 0 };
        Make(tree, new() { Time = new(time) });
        Fsck($"--extract={_temp["out"]}");

        var found = Tree.FromFolder(_temp["out"], new() { KeepTimes = true });
        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(found));
    }

    /// <summary>The judge of everything: the tree that Linux mounts.</summary>
    [Needs("mount losetup")]
    [InlineData(0)]
    [InlineData(5_000_000_000)]
    public void TheKernelMountsTheSameTree(long time)
    {
        KnowsErofs();
        var tree = ErofsTrees.Everything();
        foreach (var entry in tree.Walk().Where(entry => entry.Attributes.Time is null && entry.Kind != EntryKind.HardLink).ToList())
            entry.Attributes = entry.Attributes with { Time = new(time, 7) };
        Make(tree, new() { Time = new(time, 7) });
        var all = new FolderOptions { KeepTimes = true, KeepOwners = true, KeepXattrs = true };
        string[] found = Mounted(folder => VolumeListing.Of(Tree.FromFolder(folder, all)));

        // Labels of SELinux belong to the machine, and are not taken from a folder.
        foreach (var entry in tree.Walk().Where(entry => entry.Attributes.Xattrs.ContainsKey("security.selinux")).ToList())
        {
            var xattrs = entry.Attributes.Xattrs.Where(each => each.Key != "security.selinux").ToDictionary();
            entry.Attributes = entry.Attributes with { Xattrs = xattrs };
        }

        Assert.Equal(VolumeListing.Of(tree), found);
    }

    [Needs("mount losetup")]
    [InlineData(4096, 8192)]
    [InlineData(300_000, 5000)]
    public void TheKernelReadsHolesAsZeros(int hole, int data)
    {
        KnowsErofs();
        var regions = new Regions(10L * (hole + data) + 17);
        for (int i = 0; i < 10; i++)
            regions.Add((long)i * (hole + data) + hole, Content.FromBytes(TestBytes.Make(data, i)));
        var tree = new Tree();
        tree.AddFile("sparse", Content.FromRegions(regions));
        Make(tree, new());

        byte[] expected = new byte[regions.Length];
        using var source = Source.Of(regions);
        source.ReadAt(0, expected);
        Assert.Equal(expected, Mounted(folder => File.ReadAllBytes(Path.Combine(folder, "sparse"))));
    }

    [Needs("fsck.erofs")]
    [InlineData(1024)]               // the magic
    [InlineData(1024 + 4)]           // the checksum
    [InlineData(1024 + 48)]          // the UUID, which the checksum covers
    [InlineData(4096)]               // the root's format
    public void AndFsckWouldHaveSpokenUp(int offset)
    {
        Make(ErofsTrees.Everything(), new());
        Spoil.Flip(Image, offset);

        var outcome = new RealTool("fsck.erofs").Run(Image);
        Assert.True(outcome.ExitCode != 0 || outcome.Complained.Length > 0, "nothing was noticed");
        Assert.Throws<FaultException>(() => ErofsVolume.Open(DiskImage.Open(Image)));
    }

    [Needs("fsck.erofs")]
    [InlineData("file")]
    public void AndAFlippedByteIsInTheUnpackedTree(string name)
    {
        var tree = new Tree();
        tree.AddFile(name, Content.FromBytes(TestBytes.Make(4096)));
        Make(tree, new());
        Spoil.Flip(Image, new FileInfo(Image).Length - 1);
        Fsck($"--extract={_temp["out"]}");

        Assert.NotEqual(VolumeListing.Of(tree), VolumeListing.Of(Tree.FromFolder(_temp["out"])));
    }

    public void Dispose() => _temp.Dispose();

    private string Image => _temp["image"];

    private static void KnowsErofs() => Assert.SkipUnless(
        File.ReadAllText("/proc/filesystems").Contains("erofs", StringComparison.Ordinal), "this kernel does not mount EROFS");

    private void Make(Tree tree, ErofsOptions options) => RawImage.Write(Image, ErofsVolume.Plan(tree, options));

    private Outcome Fsck(params string[] words) => new RealTool("fsck.erofs").Run([.. words, Image]).Accepts();

    private T Mounted<T>(Func<string, T> use)
    {
        string folder = Directory.CreateDirectory(_temp["mounted"]).FullName;
        new RealTool("mount").Run("-t", "erofs", "-o", "ro,loop", Image, folder).Accepts();
        try
        {
            return use(folder);
        }
        finally
        {
            // A tree keeps its folder open.
            new RealTool("umount").Run("--lazy", folder).Accepts();
        }
    }
}
