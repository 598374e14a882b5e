using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>A disk that grows: zeros behind its old end, and what belonged to the old content is given up.</summary>
public sealed class GrownDiskTests
{
    private static readonly OpenOptions s_trusting = new() { AllowBacking = true };

    [Needs("qemu-img qemu-io")]
    [InlineData("v2 small")]
    [InlineData("v3")]
    [InlineData("zlib")]
    [InlineData("chain")]
    [InlineData("snapshots")]
    [InlineData("counts of 1 bit")]
    public void AGrownDiskHasZerosBehindWhatItHad(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] array = DiskWrites.ReadByQemu(temp, path);
        foreach (long size in (long[])[array.Length + 512, array.Length + 300_032, 70 << 20])
        {
            using (var disk = DiskImage.OpenForWriting(path, s_trusting))
            {
                disk.Grow(size);
                Assert.Equal(size, disk.Length);
                Array.Resize(ref array, (int)size);
                DiskWrites.Put(disk, array, (int)size - 700, TestBytes.Make(700));
            }

            RealTool.QemuImg.Run("check", "-f", "qcow2", path).Accepts();
            Assert.True(array.AsSpan().SequenceEqual(DiskWrites.ReadByQemu(temp, path)), $"the disk of {size} bytes differs");
        }
    }

    [Needs("qemu-img")]
    [InlineData(1)]
    [InlineData(64)]
    public void ALongerBackingFileDoesNotShowBehindTheOldEnd(int clusterKiB)
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["raw"], TestBytes.Make(3 << 20));
        RealTool.QemuImg.Run("create",
            "-f", "qcow2", "-o", $"cluster_size={clusterKiB}k", "-F", "raw", "-b", "raw", temp["image"], "1000448").Accepts();
        byte[] array = [.. DiskWrites.ReadByQemu(temp, temp["image"])];
        using (var disk = DiskImage.OpenForWriting(temp["image"], s_trusting))
            disk.Grow(2 << 20);

        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["image"]).Accepts();
        Array.Resize(ref array, 2 << 20);
        Assert.Equal(array, DiskWrites.ReadByQemu(temp, temp["image"]));
    }
}
