using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>
/// Interrupted at any point while a snapshot is made, applied or removed, an image is valid: it is the old one or the new
/// one, it can be written at once, and its snapshots have their content.
/// </summary>
public sealed class InterruptedSnapshotTests : IDisposable
{
    private const int Cuts = 100;
    private const int EachForQemu = 12;

    private readonly TempFolder _temp = new();
    private readonly Dictionary<string, byte[]> _known = [];
    private readonly List<(int Step, byte[] Disk)> _states = [];

    [Needs("qemu-img qemu-io")]
    [InlineData("v2 small")]
    [InlineData("v3")]
    [InlineData("v3 large")]
    [InlineData("zlib v2 small")]
    [InlineData("mixed")]
    [InlineData("snapshots")]
    [InlineData("counts of 64 bits")]
    [InlineData("empty")]
    public void AfterAnyStepTheImageHasOneStateOrTheOther(string recipe)
    {
        byte[] start = File.ReadAllBytes(Recipes.Make(_temp, recipe));
        var file = Change(start);
        int looked = 0;
        foreach (var (step, when, cut) in Replay.CutAnywhere(start, file, Cuts))
            IsOneOrTheOther(step, when, cut, isForQemu: looked++ % EachForQemu == 0);
        Assert.Equal(file.Content, File.ReadAllBytes(_temp["cut"]));
        RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["cut"]).Accepts();
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib v2 small")]
    [InlineData("snapshots")]
    public void AnyLossOfUnflushedSectorsLeavesOneStateOrTheOther(string recipe)
    {
        byte[] start = File.ReadAllBytes(Recipes.Make(_temp, recipe));
        var file = Change(start);
        var random = new Random(5);
        var content = new Replay(start, file.Steps.Max(step => step.Offset + step.Bytes.Length));
        int done = 0;
        foreach (int flushed in file.Flushes.Distinct())
        {
            var some = new Replay(content);
            foreach (var step in file.Steps[done..flushed])
                some.ApplySectors(step, () => random.Next(3) > 0);
            IsOneOrTheOther(done, $"some of steps {done} to {flushed}", some, isForQemu: random.Next(3) == 0);
            foreach (var step in file.Steps[done..flushed])
                content.Apply(step);
            done = flushed;
        }
    }

    /// <summary>With flags changed in place and refcounts after them, an interruption leaves an image that QEMU calls corrupt.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    public void FlagsThatDoNotFitAreNoticed(string recipe)
    {
        byte[] start = File.ReadAllBytes(Recipes.Make(_temp, recipe));
        var head = Qcow2HeaderReader.Read(new RecordingDisk(start));
        start[head.L1Offset] &= 0x7f;
        var cut = new Replay(start, start.Length);

        Assert.Equal(1, Look(cut).Corruptions);
        File.WriteAllBytes(_temp["cut"], start);
        Assert.Equal(2, RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["cut"]).ExitCode);
    }

    /// <summary>Snapshots that are made and removed again and again reuse the space of earlier ones.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("v2 small")]
    public void TheFileDoesNotGrowWithoutEnd(string recipe)
    {
        string path = Recipes.Make(_temp, recipe);
        var lengths = new List<long>();
        for (int i = 0; i < 8; i++)
        {
            Qcow2Snapshots.Create(path, "one", DateTimeOffset.UnixEpoch);
            Qcow2Snapshots.Remove(path, "one");
            lengths.Add(new FileInfo(path).Length);
        }

        Assert.Equal(lengths[2], lengths[^1]);
        RealTool.QemuImg.Run("check", "-f", "qcow2", path).Accepts();
    }

    public void Dispose() => _temp.Dispose();

    private RecordingDisk Change(byte[] start)
    {
        var file = new RecordingDisk((byte[])start.Clone());
        Do(disk => disk.AddSnapshot("one", DateTimeOffset.UnixEpoch));
        _known["one"] = _states[^1].Disk;
        if (_known["one"].Length > 0)
            Do(disk => disk.WriteAt(70_000, TestBytes.Make(200_000)));
        Do(disk => disk.AddSnapshot("two", DateTimeOffset.UnixEpoch));
        _known["two"] = _states[^1].Disk;
        Do(disk => disk.ApplySnapshot("one"));
        Do(disk => disk.RemoveSnapshot("one"));
        Do(disk => disk.RemoveSnapshot("two"));
        return file;

        void Do(Action<Qcow2Disk> change)
        {
            using (var disk = Qcow2Disk.Open(file, new()))
            {
                _states.Add((file.Steps.Count, disk.ReadBytes(0, (int)disk.Length)));
                change(disk);
            }

            using var after = Qcow2Disk.Open(file, new());
            _states.Add((file.Steps.Count, after.ReadBytes(0, (int)after.Length)));
        }
    }

    private void IsOneOrTheOther(int step, string when, Replay cut, bool isForQemu)
    {
        var found = Look(cut);
        Assert.True(found.Corruptions + found.CheckErrors == 0, $"{when}: {found.Faults.FirstOrDefault(fault => fault.Code != "QCW020")}");
        File.WriteAllBytes(_temp["cut"], cut.Bytes);
        if (isForQemu && RealTool.QemuImg.Run("check", "-f", "qcow2", _temp["cut"]) is { ExitCode: not (0 or 3) } said)
            Assert.Fail($"{when}: {said.Said}{said.Complained}");

        // A write of data may be half done, but not a change of snapshots.
        int after = _states.FindIndex(state => state.Step > step);
        (byte[] old, byte[] next) = after < 0 ? (_states[^1].Disk, _states[^1].Disk) : (_states[after - 1].Disk, _states[after].Disk);
        bool isData = after == 3 && _known["one"].Length > 0;
        using (var disk = Qcow2Disk.Open(new RecordingDisk(cut.Bytes), new()))
        {
            byte[] now = disk.ReadBytes(0, (int)disk.Length);
            Assert.True(isData || now.AsSpan().SequenceEqual(old) || now.AsSpan().SequenceEqual(next), $"the disk, {when}");
            Assert.True(isData || found.Leaks == 0, $"{found.Leaks} leaks, {when}");
        }

        foreach (var snapshot in DiskInfo.Of(_temp["cut"]).Snapshots.Where(each => _known.ContainsKey(each.Name)))
        {
            using var disk = DiskImage.Open(_temp["cut"], new() { Snapshot = snapshot.Name });
            byte[] content = disk.ReadBytes(0, (int)disk.Length);
            Assert.True(_known[snapshot.Name].AsSpan().SequenceEqual(content), $"snapshot {snapshot.Name}, {when}");
        }
    }

    private static DiskCheck Look(Replay content)
    {
        var file = new Regions(content.Memory.Length);
        file.Add(0, Content.FromBytes(content.Memory));
        using var source = Source.Of(file);
        return Qcow2Check.Look(source);
    }
}
