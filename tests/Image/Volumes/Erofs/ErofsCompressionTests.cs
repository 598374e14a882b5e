using System.Text;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Volumes compressed here, read by fsck.erofs with the lz4 library, by the kernel, and by our own reader.</summary>
public sealed class ErofsCompressionTests : IDisposable
{
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 1_700_000)));

    private readonly TempFolder _temp = new();

    [Needs("fsck.erofs")]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void FsckUnpacksTheSameTree(int level)
    {
        var tree = Sample();
        var plan = ErofsVolume.Plan(tree, new() { Lz4Level = level });
        RawImage.Write(_temp["image"], plan);
        using var volume = ErofsVolume.Open(DiskImage.Open(_temp["image"]));
        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(volume));
        Assert.True(plan.Length < ErofsVolume.Plan(tree).Length * 2 / 3);

        new RealTool("fsck.erofs").Run($"--extract={_temp["out"]}", _temp["image"]).Accepts();
        Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(Tree.FromFolder(_temp["out"])));
    }

    [Needs("mount losetup")]
    [InlineData(1)]
    [InlineData(6)]
    public void TheKernelMountsTheSameTree(int level)
    {
        Assert.SkipUnless(File.ReadAllText("/proc/filesystems").Contains("erofs", StringComparison.Ordinal),
            "this kernel does not mount EROFS");
        var tree = Sample();
        RawImage.Write(_temp["image"], ErofsVolume.Plan(tree, new() { Lz4Level = level }));
        string folder = Directory.CreateDirectory(_temp["mounted"]).FullName;
        new RealTool("mount").Run("-t", "erofs", "-o", "ro,loop", _temp["image"], folder).Accepts();
        try
        {
            Assert.Equal(VolumeListing.Of(tree), VolumeListing.Of(Tree.FromFolder(folder)));
        }
        finally
        {
            new RealTool("umount").Run("--lazy", folder).Accepts();
        }
    }

    [Needs("fsck.erofs")]
    [InlineData(0)]
    public void AndADamagedBlockIsSeen(int fromEnd)
    {
        var tree = new Tree();
        tree.AddFile("text", Content.FromBytes(s_text.AsMemory(0, 100_000)));
        RawImage.Write(_temp["image"], ErofsVolume.Plan(tree, new() { Lz4Level = 1 }));

        // An offset far behind the start, in the middle of the last blocks.
        long length = new FileInfo(_temp["image"]).Length;
        Spoil.Set(_temp["image"], length - 6000 - fromEnd, [.. Enumerable.Repeat((byte)0xff, 2000)]);
        var outcome = new RealTool("fsck.erofs").Run("--extract", _temp["image"]);
        Assert.True(outcome.ExitCode != 0 || outcome.Complained.Length > 0, "nothing was noticed");
        using var volume = ErofsVolume.Open(DiskImage.Open(_temp["image"]));
        Assert.Throws<Bq2.Efi.FaultException>(() => volume.Read("text"));
    }

    /// <summary>Threads take the parts of files in any order.</summary>
    [Fact]
    public void TheSameTreeMakesTheSameBytes() => Assert.Equal(Bytes(), Bytes());

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void OnlyLevelsThatThereAreAreTaken(int level) =>
        Assert.Throws<ArgumentException>(() => ErofsVolume.Plan(new(), new() { Lz4Level = level }));

    public void Dispose() => _temp.Dispose();

    /// <summary>Lengths about the edges of clusters and of the parts that are compressed by themselves.</summary>
    private static Tree Sample()
    {
        var tree = new Tree();
        const int part = ErofsSegment.Size;
        int[] sizes =
            [4095, 4096, 4097, 8191, 8192, 8193, 20_000, 33 * 4096, 33 * 4096 + 5, part - 1, part, part + 1, part + 5000, 2 * part + 3];
        foreach (int size in sizes)
        {
            tree.AddFile($"text/{size}", Content.FromBytes(s_text.AsMemory(size % 1000, size)));
            tree.AddFile($"zeros/{size}", Content.FromBytes(new byte[size]));
            if (size < part)
                tree.AddFile($"random/{size}", Content.FromBytes(TestBytes.Make(size)));
        }

        byte[] mixed = [.. TestBytes.Make(10_000), .. s_text.AsSpan(0, 50_001), .. TestBytes.Make(9_999), .. new byte[70_000], 1];
        tree.AddFile("mixed", Content.FromBytes(mixed));
        return tree;
    }

    private static byte[] Bytes()
    {
        var plan = ErofsVolume.Plan(Sample(), new() { Lz4Level = 2 });
        using var source = Source.Of(plan);
        return source.ReadBytes(0, (int)plan.Length);
    }
}
