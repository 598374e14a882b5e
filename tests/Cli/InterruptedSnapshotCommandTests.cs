using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Cli;

/// <summary>Cut off at any point, snapshot leaves the disk and every snapshot that was there.</summary>
public sealed class InterruptedSnapshotCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    /// <summary>Cut off anywhere, the disk and each snapshot that is listed can be read, and are what they were.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("v3")]
    [InlineData("zlib v2 small")]
    [InlineData("mixed")]
    public void CutOffAnywhereNothingIsLost(string recipe)
    {
        byte[] start = File.ReadAllBytes(Image.Recipes.Make(_temp, recipe));
        var file = new RecordingDisk((byte[])start.Clone());
        var known = new Dictionary<string, byte[]>();
        var states = new List<(int Step, byte[] Disk)>();
        Do(disk => disk.AddSnapshot("one", DateTimeOffset.UnixEpoch));
        known["one"] = states[^1].Disk;
        Do(disk => disk.WriteAt(70_000, TestBytes.Make(200_000)));
        Do(disk => disk.AddSnapshot("two", DateTimeOffset.UnixEpoch));
        known["two"] = states[^1].Disk;
        Do(disk => disk.ApplySnapshot("one"));
        Do(disk => disk.RemoveSnapshot("one"));

        // The disk as it was before, and as it is after the change to which a step belongs; a write of data may be half done.
        byte[] cut = new byte[file.Content.Length];
        start.CopyTo(cut, 0);
        int length = start.Length, stride = Math.Max(1, file.Steps.Count / 300);
        for (int i = 0; i < file.Steps.Count; i++)
        {
            var (offset, bytes) = file.Steps[i];
            bytes.CopyTo(cut, offset);
            length = bytes.Length == 0 ? (int)offset : Math.Max(length, (int)offset + bytes.Length);
            int after = states.FindIndex(state => state.Step > i);
            if (i % stride != 0 || after == 3)
                continue;

            File.WriteAllBytes(_temp["cut"], cut[..length]);
            string when = $"after {i} of {file.Steps.Count} steps, within change {after / 2}";
            Assert.True(states[after - 1].Disk.AsSpan().SequenceEqual(Read(null))
                || states[after].Disk.AsSpan().SequenceEqual(Read(null)), $"the disk {when}");
            foreach (var snapshot in DiskInfo.Of(_temp["cut"]).Snapshots.Where(each => known.ContainsKey(each.Name)))
                Assert.True(known[snapshot.Name].AsSpan().SequenceEqual(Read(snapshot.Name)), $"snapshot {snapshot.Name} {when}");
        }

        void Do(Action<Qcow2Disk> change)
        {
            using (var disk = Qcow2Disk.Open(file, new()))
            {
                Note(disk);
                change(disk);
            }

            using var after = Qcow2Disk.Open(file, new());
            Note(after);
        }

        void Note(Qcow2Disk disk) => states.Add((file.Steps.Count, disk.ReadBytes(0, (int)disk.Length)));
    }

    public void Dispose() => _temp.Dispose();

    private byte[] Read(string? snapshot)
    {
        using var disk = DiskImage.Open(_temp["cut"], new() { Snapshot = snapshot });
        return disk.ReadBytes(0, (int)disk.Length);
    }
}
