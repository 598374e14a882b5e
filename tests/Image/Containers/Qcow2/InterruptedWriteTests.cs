using System.Text.Json;
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
    public void WhateverStepIsTheLastThereAreLeaksAtMost(string recipe)
    {
        using var temp = new TempFolder();
        byte[] start = File.ReadAllBytes(Start(temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        using (var disk = Qcow2Disk.Open(file, new()))
            Work(disk);

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
            HasLeaksAtMost(content, $"after {cut} of {steps.Count} steps");
            if (cut / stride % (Cuts / CutsForQemu) == 0 || cut >= steps.Count - 5)
                QemuFindsLeaksAtMost(temp["cut"], content, $"after {cut} of {steps.Count} steps");
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
    public void WhicheverUnflushedStepsAreLostThereAreLeaksAtMost(string recipe)
    {
        using var temp = new TempFolder();
        byte[] start = File.ReadAllBytes(Start(temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        using (var disk = Qcow2Disk.Open(file, new()))
            Work(disk);

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
                HasLeaksAtMost(some, $"some of steps {done} to {flushed}");
                if (i == 0 && random.Next(8) == 0)
                    QemuFindsLeaksAtMost(temp["cut"], some, $"some of steps {done} to {flushed}");
            }

            foreach (var step in window)
                content.Apply(step);
            done = flushed;
        }
    }

    /// <summary>
    /// The same for a disk that shrinks: what is left of it is never touched, and nothing comes back when it grows again.
    /// </summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib v2 small")]
    [InlineData("mixed")]
    [InlineData("snapshots")]
    [InlineData("counts of 64 bits")]
    public void WhateverStepIsTheLastWhatIsLeftOfAShrunkDiskStands(string recipe)
    {
        using var temp = new TempFolder();
        byte[] start = File.ReadAllBytes(Start(temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        byte[] kept;
        using (var disk = Qcow2Disk.Open(file, new()))
        {
            long left = disk.Length / 3 / 512 * 512;
            kept = disk.ReadBytes(0, (int)left);
            disk.Shrink(left);
        }

        var content = new Replay(start, Math.Max(start.Length, file.Length));
        for (int cut = 0; cut <= file.Steps.Count; cut++)
        {
            string when = $"after {cut} of {file.Steps.Count} steps";
            if (cut > 0)
                content.Apply(file.Steps[cut - 1]);
            HasLeaksAtMost(content, when);
            QemuFindsLeaksAtMost(temp["cut"], content, when);
            using var again = DiskImage.OpenForWriting(temp["cut"]);
            Assert.True(kept.AsSpan().SequenceEqual(again.ReadBytes(0, kept.Length)), when);
            if (again.Length > kept.Length)
                continue;

            again.Grow(again.Length + (1 << 20));
            Assert.True(!again.ReadBytes(kept.Length, 1 << 20).AsSpan().ContainsAnyExcept((byte)0), when);
        }

        Assert.Equal(file.Content.Length, content.Bytes.Length);
    }

    [Needs("qemu-img")]
    [InlineData("v3")]
    public void AndAnotherOrderWouldHaveBeenNoticed(string recipe)
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
    public void TheNextWriterGivesBackWhatLeaked(string recipe)
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

    private static void HasLeaksAtMost(Replay content, string when)
    {
        var file = new Regions(content.Memory.Length);
        file.Add(0, Content.FromBytes(content.Memory));
        using var source = Source.Of(file);
        var found = Qcow2Check.Look(source);
        Assert.True(found.Corruptions + found.CheckErrors == 0, $"{when}: {found.Faults.FirstOrDefault(fault => fault.Code != "QCW020")}");
    }

    private static void QemuFindsLeaksAtMost(string path, Replay content, string when)
    {
        File.WriteAllBytes(path, content.Bytes);
        var said = RealTool.QemuImg.Run("check", "--output=json", "-f", "qcow2", path);
        Assert.True(said.ExitCode is 0 or 3, $"{when}: {said.Said}{said.Complained}");
        using var found = JsonDocument.Parse(said.Said);
        Assert.Equal(0, found.RootElement.GetProperty("check-errors").GetInt64());
        Assert.False(found.RootElement.TryGetProperty("corruptions", out _), when);
    }
}
