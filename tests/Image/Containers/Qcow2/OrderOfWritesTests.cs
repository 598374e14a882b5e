using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What the order of writes is for: another order would be noticed, and what leaked comes back.</summary>
public sealed class OrderOfWritesTests
{
    [Needs("qemu-img")]
    [InlineData("v3")]
    public void WritesInAnotherOrderAreNoticed(string recipe)
    {
        using var temp = new TempFolder();
        byte[] start = File.ReadAllBytes(Start(temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        using (var disk = Qcow2Disk.Open(file, new()))
            disk.WriteAt(1500 << 10, TestBytes.Make(100_000));

        // Without the counts, which is what a cut would leave if the mapping came first.
        var counts = file.Steps.Where(step => step.Bytes.Length is > 0 and < 64 && step.Offset is >= 128 << 10 and < 192 << 10).ToList();
        var content = new Replay(start, file.Length);
        foreach (var step in file.Steps.Where(step => !counts.Contains(step)))
            content.Apply(step);
        File.WriteAllBytes(temp["cut"], content.Bytes);

        Assert.NotEmpty(counts);
        Assert.Equal(2, RealTool.QemuImg.Run("check", "-f", "qcow2", temp["cut"]).ExitCode);
    }

    [Needs("qemu-img")]
    [InlineData("v3")]
    public void TheNextWriterReclaimsLeaks(string recipe)
    {
        using var temp = new TempFolder();
        byte[] start = File.ReadAllBytes(Start(temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        var disk = Qcow2Disk.Open(file, new());
        disk.Discard(0, 1 << 20);
        disk.WriteAt(0, TestBytes.Make(1 << 20));

        // The last step of a flush is that what was given up is no longer counted.
        disk.Flush();
        var content = new Replay(start, file.Length);
        foreach (var step in file.Steps.Take(file.Steps.Count - 1))
            content.Apply(step);
        File.WriteAllBytes(temp["cut"], content.Bytes);
        Assert.Equal(3, RealTool.QemuImg.Run("check", "-f", "qcow2", temp["cut"]).ExitCode);
        Assert.True(DiskInfo.Of(temp["cut"]).IsDirty);

        DiskImage.OpenForWriting(temp["cut"]).Dispose();
        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["cut"]).Accepts();
        Assert.False(DiskInfo.Of(temp["cut"]).IsDirty);
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
