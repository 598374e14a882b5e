using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>An image written to in place holds what an array would, and QEMU finds nothing wrong with it.</summary>
public sealed class Qcow2DiskTests
{
    private static readonly OpenOptions s_trusting = new() { AllowBacking = true };

    [Needs("qemu-img qemu-io")]
    [InlineData("v2")]
    [InlineData("v2 small")]
    [InlineData("v3")]
    [InlineData("v3 small")]
    [InlineData("v3 large")]
    [InlineData("zlib")]
    [InlineData("zlib v2 small")]
    [InlineData("zstd 4k")]
    [InlineData("counts of 1 bit")]
    [InlineData("counts of 4 bits")]
    [InlineData("counts of 64 bits")]
    [InlineData("lazy counts")]
    [InlineData("preallocated")]
    [InlineData("zeros and holes")]
    [InlineData("mixed")]
    [InlineData("snapshots")]
    [InlineData("chain")]
    [InlineData("chain to raw")]
    [InlineData("grown")]
    public void RandomWritesReadBackAsAnArray(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] array = DiskWrites.ReadByQemu(temp, path);
        bool isSound = RealTool.QemuImg.Run("check", "-f", "qcow2", path).ExitCode == 0;
        Assert.True(isSound);

        for (int seed = 1; seed <= 3; seed++)
        {
            using (var disk = DiskImage.OpenForWriting(path, s_trusting))
            {
                DiskWrites.AtRandom(disk, array, seed);
                Assert.Equal(array, disk.ReadBytes(0, array.Length));
            }

            RealTool.QemuImg.Run("check", "-f", "qcow2", path).Accepts();
            Assert.True(array.AsSpan().SequenceEqual(DiskWrites.ReadByQemu(temp, path)), $"the disk differs after round {seed}");
            Assert.False(DiskInfo.Of(path).IsDirty);
        }
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("snapshots")]
    public void SnapshotsKeepWhatTheyHold(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] first = Snapshot("first"), second = Snapshot("second");
        using (var disk = DiskImage.OpenForWriting(path))
            DiskWrites.AtRandom(disk, DiskWrites.ReadByQemu(temp, path), seed: 5);

        Assert.Equal(first, Snapshot("first"));
        Assert.Equal(second, Snapshot("second"));

        byte[] Snapshot(string name)
        {
            RealTool.QemuImg.Run("convert", "-f", "qcow2", "-l", $"snapshot.name={name}", "-O", "raw", path, temp["state"]).Accepts();
            return File.ReadAllBytes(temp["state"]);
        }
    }

    [Fact]
    public void ARawDiskAndAPartOfItAreWrittenTheSameWay()
    {
        using var temp = new TempFolder();
        byte[] array = TestBytes.Make(2 << 20);
        File.WriteAllBytes(temp["raw"], array);
        using (var disk = DiskImage.OpenForWriting(temp["raw"]))
        {
            DiskWrites.AtRandom(disk, array, seed: 1);
            var part = disk.Slice(1 << 20, 1 << 19);
            part.WriteAt(0, [1, 2, 3]);
            part.Discard((1 << 19) - 5, 5);
            ((byte[])[1, 2, 3]).CopyTo(array, 1 << 20);
            array.AsSpan((1 << 20) + (1 << 19) - 5, 5).Clear();
            Assert.Equal("IMG002", Assert.Throws<FaultException>(() => part.WriteAt(1 << 19, [1])).Fault.Code);
            Assert.Equal(array[(1 << 20)..((1 << 20) + (1 << 19))], part.ReadBytes(0, 1 << 19));
        }

        Assert.Equal(array, File.ReadAllBytes(temp["raw"]));
    }
}
