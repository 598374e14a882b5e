using System.Diagnostics;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Tests.Image;

/// <summary>Whatever is done to an image, a reader answers with data or with a fault, soon and in little memory.</summary>
[Trait(Fuzzing.Category, Fuzzing.Fuzz)]
public sealed class DamagedImageTests
{
    private const int Rounds = 400;

    [Theory]
    [InlineData(512)]
    [InlineData(65536)]
    public void Qcow2(int cluster)
    {
        using var temp = new TempFolder();
        var regions = new Regions(1 << 20);
        regions.Add(5000, Content.FromBytes(TestBytes.Make(20_000)));
        regions.Add(700_000, Content.FromBytes(TestBytes.Make(5_000)));
        Qcow2Image.Write(temp["image"], regions, new() { ClusterSize = cluster });

        int metadata = cluster == 512 ? 20 * 512 : 5 * 65536;
        Damage(temp, hot: [(0, 112), (0, metadata)], path =>
        {
            using var disk = DiskImage.Open(path);
            ReadAll(disk);
            foreach (var (offset, length) in disk.DataRuns().Take(10_000))
                Assert.InRange(offset, 0, disk.Length - length);
        });
    }

    [Fact]
    public void Gpt()
    {
        using var temp = new TempFolder();
        var volume = new Regions(100_000);
        RawImage.Write(temp["image"], GptDisk.Plan([new(PartitionType.Esp, volume), new(PartitionType.Swap, volume)]));

        Damage(temp, hot: [(512, 92), (446, 66), (1024, 256)], path =>
        {
            // Checksums would stop nearly every change at the door; so set right what was changed.
            RepairChecksums(path);
            using var disk = DiskImage.Open(path);
            var table = GptDisk.Read(disk);
            foreach (var partition in table.Partitions)
            {
                using var source = table.Open(partition.Number);
                ReadAll(source);
            }
        });
    }

    [Theory]
    [InlineData(FatType.Fat12, 4 << 20)]
    [InlineData(FatType.Fat16, 9 << 20)]
    [InlineData(FatType.Fat32, 34 << 20)]
    public void Fat(FatType type, int size)
    {
        using var temp = new TempFolder();
        var plan = FatVolume.Plan(FatTree(), new() { Type = type, Size = size });
        RawImage.Write(temp["image"], plan);

        Damage(temp, hot: HotOf(type, size), path =>
        {
            using var volume = FatVolume.Open(DiskImage.Open(path));
            var buffer = new byte[64];
            foreach (var entry in volume.Walk())
            {
                if (entry.IsFolder)
                    continue;
                using var file = volume.OpenFile(entry);
                for (long at = 0; at < file.Length; at += 1 << 16)
                    file.ReadAt(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, file.Length - at)));
            }
        });
    }

    [Theory]
    [InlineData(FatType.Fat12, 1 << 20)]
    [InlineData(FatType.Fat16, 9 << 20)]
    [InlineData(FatType.Fat32, 34 << 20)]
    public void FatThatIsChanged(FatType type, int size)
    {
        using var plan = Source.Of(FatVolume.Plan(FatTree(), new() { Type = type, Size = size }));
        byte[] whole = plan.ReadBytes(0, (int)plan.Length);
        var random = Fuzzing.Random(4);
        int faults = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var (start, length) = HotOf(type, size)[random.Next(3)];
            byte[] before = whole[..(2 << 20 < size ? 2 << 20 : size)];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                whole[start + random.Next(length)] = (byte)random.Next(256);
            var disk = new RecordingDisk(whole, "disk");
            try
            {
                using var volume = FatVolume.OpenForWriting(disk);
                volume.Write("folder 1/new", Content.FromBytes(new byte[5000]));
                volume.Write("folder 2/a file with a long name 2", Content.FromBytes(new byte[10]));
                volume.Remove("folder 3", recursive: true);
                volume.SetLabel("NEW");
            }
            catch (FaultException)
            {
                faults++;
            }

            foreach (var (offset, bytes) in disk.Steps)
                whole.AsSpan((int)offset, bytes.Length).Clear();
            before.CopyTo(whole, 0);
        }

        Assert.InRange(faults, Rounds / 20, Rounds);
    }

    private static Tree FatTree()
    {
        var tree = new Tree();
        for (int i = 0; i < 40; i++)
            tree.AddFile($"folder {i % 4}/a file with a long name {i}", Content.FromBytes(TestBytes.Make(i * 100)));
        return tree;
    }

    private static (int Start, int Length)[] HotOf(FatType type, int size)
    {
        var layout = FatSizing.For(type, size, 512);
        return [(0, 90), ((int)layout.OffsetOfFat(0), 300), ((int)layout.RootOffset, 6000)];
    }

    private static void Damage(TempFolder temp, (int Start, int Length)[] hot, Action<string> read)
    {
        byte[] whole = File.ReadAllBytes(temp["image"]);
        var random = Fuzzing.Random(42);
        var clock = Stopwatch.StartNew();
        int faults = 0;
        File.WriteAllBytes(temp["damaged"], whole);
        for (int round = 0; round < Rounds; round++)
        {
            using (var file = File.OpenHandle(temp["damaged"], FileMode.Open, FileAccess.ReadWrite))
                Change(file, whole, hot, random);
            try
            {
                read(temp["damaged"]);
            }
            catch (FaultException bad)
            {
                Assert.NotNull(bad.Fault.Path);
                faults++;
            }

            using (var file = File.OpenHandle(temp["damaged"], FileMode.Open, FileAccess.ReadWrite))
                Restore(file, whole);
        }

        Assert.InRange(faults, Rounds / 20, Rounds);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{Rounds} rounds took {clock.Elapsed}");
    }

    private static void Change(SafeFileHandle file, byte[] whole, (int Start, int Length)[] hot, Random random)
    {
        if (random.Next(10) == 0)
        {
            RandomAccess.SetLength(file, random.Next(2) == 0 ? random.Next(whole.Length) : random.Next(4096));
            return;
        }

        byte[] favourites = [0, 1, 2, 0x7f, 0x80, 0xff];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            var (start, length) = hot[random.Next(hot.Length)];
            var bytes = new byte[random.Next(1, 9)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0)
                bytes.AsSpan().Fill(favourites[random.Next(favourites.Length)]);
            RandomAccess.Write(file, bytes, start + random.Next(length));
        }
    }

    /// <summary>Only the beginning was changed, or the end cut off: whole images would be slow to write again.</summary>
    private static void Restore(SafeFileHandle file, byte[] whole)
    {
        long there = RandomAccess.GetLength(file);
        RandomAccess.SetLength(file, whole.Length);
        RandomAccess.Write(file, whole.AsSpan(0, Math.Min(whole.Length, 2 << 20)), 0);
        for (long offset = there; offset < whole.Length; offset += 1 << 20)
        {
            var bytes = whole.AsSpan((int)offset, (int)Math.Min(1 << 20, whole.Length - offset));
            if (bytes.ContainsAnyExcept((byte)0))
                RandomAccess.Write(file, bytes, offset);
        }
    }

    private static void ReadAll(Source source)
    {
        // Every part of a disk that claims to be small, some of one that claims to be large.
        var buffer = new byte[64 << 10];
        long step = Math.Max(buffer.Length, source.Length / 64);
        for (long offset = 0; offset < source.Length; offset += step)
            source.ReadAt(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, source.Length - offset)));
    }

    private static void RepairChecksums(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[1024 + 128 * 128];
        if (RandomAccess.Read(file, bytes, 0) < bytes.Length)
            return;

        Span<byte> header = bytes.AsSpan(512, 92);
        header.WriteAt(88, Crc32.Of(bytes.AsSpan(1024)));
        header.WriteAt(16, 0);
        header.WriteAt(16, Crc32.Of(header));
        RandomAccess.Write(file, header, 512);
    }
}
