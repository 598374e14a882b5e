using System.Diagnostics;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Whatever is done to a volume, the reader answers with data or with a fault, soon and in little memory.</summary>
[Trait(Fuzzing.Category, Fuzzing.Fuzz)]
public sealed class DamagedExt4Tests
{
    private const int Rounds = 400;

    /// <summary>Checksums tell nearly every change; without them, the reader itself must cope with it.</summary>
    [Needs("mke2fs")]
    [InlineData("-t ext4 -b 1024 -O inline_data")]
    [InlineData("-t ext4 -b 1024 -O ^metadata_csum")]
    [InlineData("-t ext4 -b 4096 -O inline_data,^metadata_csum,^has_journal")]
    [InlineData("-t ext3 -b 1024")]
    [InlineData("-t ext2 -b 1024 -I 128")]
    public void WhatMke2fsWrote(string words)
    {
        using var temp = new TempFolder();
        FillFolder(temp["tree"]);
        using (var disk = File.Create(temp["disk"]))
            disk.SetLength(8 << 20);
        new RealTool("mke2fs").Run(["-q", "-d", temp["tree"], .. words.Split(' '), temp["disk"]]).Accepts();

        Damage(File.ReadAllBytes(temp["disk"]));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    public void WhatWeWrote(int blockSize)
    {
        using var temp = new TempFolder();
        FillFolder(temp["tree"]);
        var tree = Tree.FromFolder(temp["tree"]);
        for (int i = 0; i < 20; i++)
        {
            tree.AddFile($"attributes/{i}", Content.Empty, new()
            {
                Xattrs = new Dictionary<string, byte[]> { ["user.a"] = TestBytes.Make(i), ["user.b"] = TestBytes.Make(i * 30) },
            });
        }

        using var plan = Source.Of(Ext4Volume.Plan(tree, new() { Size = 8 << 20, BlockSize = blockSize, HasJournal = false }));
        Damage(plan.ReadBytes(0, (int)plan.Length));
    }

    private static void Damage(byte[] whole)
    {
        // Where there is something: most of the volume is empty.
        int[] used = [.. Enumerable.Range(0, whole.Length / 16).Where(row => whole.AsSpan(row * 16, 16).ContainsAnyExcept((byte)0))];
        var random = Fuzzing.Random(11);
        var clock = Stopwatch.StartNew();
        int faults = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = random.Next(20) == 0 ? whole[..random.Next(whole.Length)] : whole;
            byte[] super = whole[1024..2048];
            var changes = new Stack<(int Place, byte Was)>();
            for (int left = random.Next(1, 40); left > 0 && bytes.Length > 4096; left--)
            {
                int row = random.Next(5) == 0 ? 64 + random.Next(24) : used[random.Next(used.Length)];
                int place = Math.Min(bytes.Length - 1, row * 16 + random.Next(16));
                changes.Push((place, bytes[place]));
                bytes[place] = random.Next(3) switch { 0 => 0xff, 1 => 0, _ => (byte)random.Next(256) };
            }

            RepairSuper(bytes);
            faults += ReadAll(bytes) ? 0 : 1;
            foreach (var (place, was) in changes)
                bytes[place] = was;
            super.CopyTo(whole, 1024);
        }

        Assert.InRange(faults, Rounds / 20, Rounds);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{Rounds} rounds took {clock.Elapsed}");
    }

    /// <summary>The superblock's checksum would stop nearly every change at the door.</summary>
    private static void RepairSuper(byte[] bytes)
    {
        if (bytes.Length < 2048)
            return;
        var super = ((ReadOnlySpan<byte>)bytes).ReadAt<Ext4SuperBlock>(Ext4SuperBlock.Offset);
        super.Checksum = Ext4Checksum.OfSuperBlock(super);
        bytes.AsSpan().WriteAt(Ext4SuperBlock.Offset, super);
    }

    private static bool ReadAll(byte[] bytes)
    {
        try
        {
            using var volume = Ext4Volume.Open(Source.FromBytes(bytes, "disk"));
            var buffer = new byte[64];
            foreach (var entry in volume.Walk().Take(5000))
            {
                if (entry.Kind != EntryKind.File)
                    continue;
                using var file = volume.OpenFile(entry);
                Assert.All(file.DataRuns().Take(1000), run => Assert.InRange(run.Offset, 0, file.Length - run.Length));
                foreach (var (offset, length) in file.DataRuns().Take(100))
                    file.ReadAt(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length)));
                if (file.Length > buffer.Length)
                    file.ReadAt(file.Length - buffer.Length, buffer);
            }

            Assert.True(Tree.FromVolume(volume).Walk().Count() <= volume.Walk().Count());
            return volume.Faults.Count == 0;
        }
        catch (FaultException bad)
        {
            Assert.NotNull(bad.Fault.Path);
            return false;
        }
    }

    private static void FillFolder(string path)
    {
        Directory.CreateDirectory(Path.Combine(path, "deep/er/and/deeper"));
        Directory.CreateDirectory(Path.Combine(path, "many"));
        for (int i = 0; i < 300; i++)
            File.WriteAllText(Path.Combine(path, $"many/a file with a long name {i}"), i % 3 == 0 ? "text" : "");
        foreach (int length in new[] { 10, 100, 5000, 300_000 })
            File.WriteAllBytes(Path.Combine(path, $"deep/er/{length}"), TestBytes.Make(length));
        using (var file = File.OpenHandle(Path.Combine(path, "holes"), FileMode.CreateNew, FileAccess.Write))
        {
            for (int i = 0; i < 30; i++)
                RandomAccess.Write(file, "data"u8, i * 100_000L);
        }

        File.CreateSymbolicLink(Path.Combine(path, "short"), "target");
        File.CreateSymbolicLink(Path.Combine(path, "deep/long"), new('l', 200));
    }
}
