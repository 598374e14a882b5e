using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Cut off at any point, a disk that was being shrunk keeps what is left of it.</summary>
public sealed class InterruptedShrinkTests
{
    /// <summary>
    /// The same for a disk that shrinks: what is left of it is never touched, and nothing comes back when it grows again.
    /// </summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib v2 small")]
    [InlineData("mixed")]
    [InlineData("snapshots")]
    [InlineData("counts of 64 bits")]
    public void AfterAnyStepTheRestOfAShrunkDiskIsIntact(string recipe)
    {
        using var temp = new TempFolder();
        byte[] start = File.ReadAllBytes(Start(temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        byte[] kept = Shrink(file);
        var content = new Replay(start, Math.Max(start.Length, file.Length));
        for (int cut = 0; cut <= file.Steps.Count; cut++)
        {
            string when = $"after {cut} of {file.Steps.Count} steps";
            if (cut > 0)
                content.Apply(file.Steps[cut - 1]);
            LeakJudges.HasLeaksAtMost(content, when);
            LeakJudges.QemuFindsLeaksAtMost(temp["cut"], content, when);
            using var again = DiskImage.OpenForWriting(temp["cut"]);
            Assert.True(kept.AsSpan().SequenceEqual(again.ReadBytes(0, kept.Length)), when);
            if (again.Length == kept.Length)
                AssertGrowsByZeros(again, when);
        }

        Assert.Equal(file.Content.Length, content.Bytes.Length);
    }

    /// <summary>Shrinks the disk to a third; returns what is left of it.</summary>
    private static byte[] Shrink(RecordingDisk file)
    {
        using var disk = Qcow2Disk.Open(file, new());
        long left = disk.Length / 3 / 512 * 512;
        byte[] kept = disk.ReadBytes(0, (int)left);
        disk.Shrink(left);
        return kept;
    }

    private static void AssertGrowsByZeros(WritableDisk disk, string when)
    {
        long end = disk.Length;
        disk.Grow(end + (1 << 20));
        Assert.True(!disk.ReadBytes(end, 1 << 20).AsSpan().ContainsAnyExcept((byte)0), when);
    }

    private static string Start(TempFolder temp, string recipe)
    {
        if (recipe != "nothing in small clusters")
            return Recipes.Make(temp, recipe);

        // The refcount table has one cluster of 512 bytes, for 8 MiB of file: soon it has to move.
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-o", "cluster_size=512", temp["image"], "24M").Accepts();
        return temp["image"];
    }
}
