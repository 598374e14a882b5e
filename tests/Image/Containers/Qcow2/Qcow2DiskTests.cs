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
    public void RandomWritesAreWhatAnArrayWouldHold(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] array = Raw(temp, path);
        bool isSound = RealTool.QemuImg.Run("check", "-f", "qcow2", path).ExitCode == 0;
        Assert.True(isSound);

        for (int seed = 1; seed <= 3; seed++)
        {
            using (var disk = DiskImage.OpenForWriting(path, s_trusting))
            {
                WriteAtRandom(disk, array, seed);
                Assert.Equal(array, disk.ReadBytes(0, array.Length));
            }

            RealTool.QemuImg.Run("check", "-f", "qcow2", path).Accepts();
            Assert.True(array.AsSpan().SequenceEqual(Raw(temp, path)), $"the disk differs after round {seed}");
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
            WriteAtRandom(disk, Raw(temp, path), seed: 5);

        Assert.Equal(first, Snapshot("first"));
        Assert.Equal(second, Snapshot("second"));

        byte[] Snapshot(string name)
        {
            RealTool.QemuImg.Run("convert", "-f", "qcow2", "-l", $"snapshot.name={name}", "-O", "raw", path, temp["state"]).Accepts();
            return File.ReadAllBytes(temp["state"]);
        }
    }

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
        byte[] array = Raw(temp, path);
        foreach (long size in (long[])[array.Length + 512, array.Length + 300_032, 70 << 20])
        {
            using (var disk = DiskImage.OpenForWriting(path, s_trusting))
            {
                disk.Grow(size);
                Assert.Equal(size, disk.Length);
                Array.Resize(ref array, (int)size);
                Put(disk, array, (int)size - 700, TestBytes.Make(700));
            }

            RealTool.QemuImg.Run("check", "-f", "qcow2", path).Accepts();
            Assert.True(array.AsSpan().SequenceEqual(Raw(temp, path)), $"the disk of {size} bytes differs");
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
        byte[] array = [.. Raw(temp, temp["image"])];
        using (var disk = DiskImage.OpenForWriting(temp["image"], s_trusting))
            disk.Grow(2 << 20);

        RealTool.QemuImg.Run("check", "-f", "qcow2", temp["image"]).Accepts();
        Array.Resize(ref array, 2 << 20);
        Assert.Equal(array, Raw(temp, temp["image"]));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("bitmaps")]
    public void WhatDependsOnTheContentNoLongerHolds(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        using (var disk = DiskImage.OpenForWriting(path))
            disk.WriteAt(5, [1]);

        Assert.DoesNotContain("bitmaps", RealTool.QemuImg.Run("info", path).Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("parts", "QCW016", "extended L2")]
    [InlineData("data file", "QCW016", "data file")]
    public void UnwritableImagesAreRefusedByName(string recipe, string code, string word)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] before = File.ReadAllBytes(path);

        var fault = Assert.Throws<FaultException>(() => DiskImage.OpenForWriting(path, s_trusting)).Fault;
        Assert.Equal(code, fault.Code);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void AnImageThatIsOnlyReadIsNotChanged()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        byte[] before = File.ReadAllBytes(temp["image"]);
        using (var disk = DiskImage.OpenForWriting(temp["image"]))
            disk.ReadBytes(0, 1 << 20);

        Assert.Equal(before, File.ReadAllBytes(temp["image"]));
    }

    [Fact]
    public void AnImageMarkedCorruptIsReadAndNotWritten()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        Spoil.Flip(temp["image"], 79, 2);

        DiskImage.Open(temp["image"]).Dispose();
        Assert.Equal("QCW016", Assert.Throws<FaultException>(() => DiskImage.OpenForWriting(temp["image"])).Fault.Code);
    }

    [Theory]
    [InlineData(0, "QCW017")]     // the data's own cluster
    [InlineData(-1, "QCW017")]    // their L2 table's
    public void ACountThatContradictsTheMappingIsNoticedBeforeAnythingIsOverwritten(int cluster, string code)
    {
        using var temp = new TempFolder();
        var regions = new Regions(1 << 20);
        regions.Add(0, Content.FromBytes(TestBytes.Make(100)));
        Qcow2Image.Write(temp["image"], regions);
        Spoil.Set(temp["image"], 3 * 65536 + 2 * (5 + cluster), 0, 2);   // the block counts header, L1, its table, itself, L2, data

        using var disk = DiskImage.OpenForWriting(temp["image"]);
        if (cluster == 0)
            Assert.Equal(code, Assert.Throws<FaultException>(() => disk.WriteAt(0, [1])).Fault.Code);
        else
            Assert.Equal(code, Assert.Throws<FaultException>(() => disk.WriteAt(1 << 19, [1])).Fault.Code);
    }

    /// <summary>With lazy counts QEMU, when it is cut off, leaves clusters in use that nobody has counted.</summary>
    [Needs("qemu-img qemu-io")]
    [InlineData("lazy counts")]
    public void LaggingRefcountsAreNotTrusted(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] expected = Raw(temp, path);
        expected.AsSpan(1_500_000, 500_000).Fill(7);
        RealTool.QemuIo.Run("-f", "qcow2", "-c", "write -P 7 1500000 500000", "-c", "abort", path);
        Assert.True(DiskInfo.Of(path).IsDirty);

        var fault = Assert.Throws<FaultException>(() => DiskImage.OpenForWriting(path)).Fault;
        Assert.Equal("QCW016", fault.Code);
        using var disk = DiskImage.Open(path);
        Assert.Equal(expected, disk.ReadBytes(0, expected.Length));
    }

    [Needs("qemu-img qemu-io")]
    [InlineData("zlib")]
    public async Task OthersReadWhileOneWrites(string recipe)
    {
        using var temp = new TempFolder();
        string path = Recipes.Make(temp, recipe);
        byte[] array = Raw(temp, path);
        using var disk = DiskImage.OpenForWriting(path);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                if (!disk.ReadBytes(0, 900_000).AsSpan().SequenceEqual(array.AsSpan(0, 900_000)))
                    Assert.Fail($"what nobody writes to has changed at look {i}");
            }
        }));
        var writer = Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
                disk.WriteAt(1_000_000 + i * 10_000, TestBytes.Make(15_000, i));
        });
        await Task.WhenAll([.. readers, writer]);
    }

    [Fact]
    public void AnEndOutsideIsRefusedAndSoIsShrinking()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["image"], new(1 << 20));
        using var disk = DiskImage.OpenForWriting(temp["image"]);

        Assert.Equal("IMG002", Assert.Throws<FaultException>(() => disk.WriteAt((1 << 20) - 1, [1, 2])).Fault.Code);
        Assert.Equal("IMG002", Assert.Throws<FaultException>(() => disk.Discard(1, 1 << 20)).Fault.Code);
        Assert.Equal("IMG012", Assert.Throws<FaultException>(() => disk.Grow(512)).Fault.Code);
        Assert.Equal("IMG012", Assert.Throws<FaultException>(() => disk.Grow((1 << 20) + 5)).Fault.Code);
    }

    [Fact]
    public void ARawDiskAndAPartOfItAreWrittenTheSameWay()
    {
        using var temp = new TempFolder();
        byte[] array = TestBytes.Make(2 << 20);
        File.WriteAllBytes(temp["raw"], array);
        using (var disk = DiskImage.OpenForWriting(temp["raw"]))
        {
            WriteAtRandom(disk, array, seed: 1);
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

    internal static void WriteAtRandom(WritableDisk disk, byte[] array, int seed, int rounds = 80)
    {
        var random = Fuzzing.Random(seed);
        for (int i = 0; i < rounds; i++)
        {
            // Mostly near each other, so that clusters are met again.
            int reach = random.Next(3) == 0 ? array.Length : array.Length / 4;
            int offset = random.Next(reach), length = Math.Min(random.Next(1 << random.Next(1, 19)) + 1, array.Length - offset);
            switch (random.Next(6))
            {
                case 0:
                    disk.Discard(offset, length);
                    array.AsSpan(offset, length).Clear();
                    break;
                case 1 when i % 20 == 0:
                    disk.Flush();
                    break;
                default:
                    Put(disk, array, offset, TestBytes.Make(length, seed * 1000 + i));
                    break;
            }
        }
    }

    private static void Put(WritableDisk disk, byte[] array, int offset, byte[] bytes)
    {
        disk.WriteAt(offset, bytes);
        bytes.CopyTo(array, offset);
    }

    private static byte[] Raw(TempFolder temp, string path)
    {
        RealTool.QemuImg.Run("convert", "-f", "qcow2", "-O", "raw", path, temp["now"]).Accepts();
        return File.ReadAllBytes(temp["now"]);
    }
}
