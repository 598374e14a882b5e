using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Cut off at any point, an image that was being written to is sound but for leaks, and what was flushed stands.</summary>
public sealed class InterruptedWriteTests
{
    private const int Cuts = 150;
    private const int CutsForQemu = 6;

    [Needs("qemu-img qemu-io")]
    [InlineData("v2 small")]
    [InlineData("v3")]
    [InlineData("zlib v2 small")]
    [InlineData("mixed")]
    [InlineData("snapshots")]
    [InlineData("counts of 64 bits")]
    [InlineData("nothing in small clusters")]
    public void AfterAnyStepThereAreLeaksAtMost(string recipe)
    {
        using var temp = new TempFolder();
        var (start, file) = RecordWork(temp, recipe);

        // Some of all cuts are for us to judge, some of those for QEMU, and so are all of the last ones.
        var steps = file.Steps;
        int stride = Math.Max(1, steps.Count / Cuts);
        var content = new Replay(start, file.Length);
        for (int cut = 0, next = 0; cut <= steps.Count; cut++)
        {
            if (cut % stride != 0 && cut < steps.Count - 5)
                continue;

            for (; next < cut; next++)
                content.Apply(steps[next]);
            LeakJudges.HasLeaksAtMost(content, $"after {cut} of {steps.Count} steps");
            if (cut / stride % (Cuts / CutsForQemu) == 0 || cut >= steps.Count - 5)
                LeakJudges.QemuFindsLeaksAtMost(temp["cut"], content, $"after {cut} of {steps.Count} steps");
        }

        Assert.Equal(file.Content, content.Bytes);
        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["cut"]).Accepts();
    }

    /// <summary>After a power failure, any of the sectors written since the last flush may be there, in any order.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib v2 small")]
    [InlineData("snapshots")]
    [InlineData("nothing in small clusters")]
    public void AnyLossOfUnflushedStepsLeavesLeaksAtMost(string recipe)
    {
        using var temp = new TempFolder();
        var (start, file) = RecordWork(temp, recipe);

        var random = new Random(3);
        var content = new Replay(start, file.Length);
        int done = 0;
        foreach (int flushed in file.Flushes.Append(file.Steps.Count))
        {
            var window = file.Steps[done..flushed];
            for (int i = 0; i < 2; i++)
            {
                var some = new Replay(content);
                foreach (var step in window)
                    some.ApplySectors(step, () => random.Next(3) > 0);
                LeakJudges.HasLeaksAtMost(some, $"some of steps {done} to {flushed}");
                if (i == 0 && random.Next(8) == 0)
                    LeakJudges.QemuFindsLeaksAtMost(temp["cut"], some, $"some of steps {done} to {flushed}");
            }

            foreach (var step in window)
                content.Apply(step);
            done = flushed;
        }
    }

    private static (byte[] Start, RecordingDisk File) RecordWork(TempFolder temp, string recipe)
    {
        byte[] start = File.ReadAllBytes(Start(temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        using (var disk = Qcow2Disk.Open(file, new()))
            Work(disk);
        return (start, file);
    }

    private static string Start(TempFolder temp, string recipe)
    {
        if (recipe != "nothing in small clusters")
            return Recipes.Make(temp, recipe);

        // The refcount table has one cluster of 512 bytes, for 8 MiB of file: soon it has to move.
        RealTool.QemuImg.Run("create", "-f", "qcow2", "-o", "cluster_size=512", temp["image"], "24M").Accepts();
        return temp["image"];
    }

    private static void Work(WritableDisk disk)
    {
        int length = (int)Math.Min(disk.Length, 12 << 20);
        var random = new Random(7);
        for (int i = 0; i < 6; i++)
        {
            disk.WriteAt(random.Next(length - 70_000), TestBytes.Make(random.Next(1, 70_000), i));
            disk.Discard(random.Next(length - 70_000), random.Next(70_000));
            if (i % 2 == 1)
                disk.Flush();
        }

        disk.WriteAt(length - (9 << 20) / 3, new byte[(9 << 20) / 3]);
        if (disk.Length > 20 << 20)
            disk.WriteAt(0, TestBytes.Make(length));
        else
            disk.Grow(disk.Length + (6 << 20));
        disk.WriteAt(100, [1, 2, 3]);
    }
}
