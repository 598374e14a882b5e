using System.Globalization;
using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class GptAgainstSgdiskTests
{
    private static readonly Regions s_nothing = new(0);

    [Needs("sgdisk")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(128)]
    public void SgdiskFindsNoProblems(int partitions)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], Disk(partitions));

        Assert.Empty(Findings.OfSgdisk(temp["disk"]));
    }

    [Needs("sgdisk")]
    [InlineData(446 + 4)]        // the protective MBR's partition type
    [InlineData(512 + 40)]       // first usable sector
    [InlineData(1024 + 32)]      // where the first partition starts
    [InlineData(-512 + 56)]      // the disk's id in the backup
    [InlineData(-33 * 512 + 32)] // the first partition in the backup
    public void TheJudgeObjectsToASpoiledByte(int offset)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], Disk(3));
        Spoil.Flip(temp["disk"], offset < 0 ? new FileInfo(temp["disk"]).Length + offset : offset);

        Assert.NotEmpty(Findings.OfSgdisk(temp["disk"]));
    }

    [Needs("sgdisk")]
    [InlineData(1, "C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "esp")]
    [InlineData(2, "B921B045-1DF0-41C3-AF44-4C6F280D3FAE", "Système")]
    public void SgdiskSeesWhatWasAskedFor(int number, string type, string name)
    {
        using var temp = new TempFolder();
        var root = new Partition(PartitionType.Root(Machine.Arm64), new(5 << 20)) { Name = "Système", Attributes = 1UL << 60 };
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, new(1000)), root], new() { Seed = "x"u8.ToArray() }));

        string said = RealTool.Sgdisk.Run("-i", number.ToString(CultureInfo.InvariantCulture), temp["disk"]).Accepts().Said;
        Assert.Contains(type, said, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", said, StringComparison.Ordinal);
    }

    [Needs("sgdisk")]
    [InlineData("")]
    public void WhatSgdiskWroteWeRead(string _)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], new(64 << 20));
        RealTool.Sgdisk.Run("-n", "2:4096:+8M", "-t", "2:ef00", "-c", "2:theirs", "-n", "5:0:0", temp["disk"]).Accepts();

        using var disk = DiskImage.Open(temp["disk"]);
        var table = GptDisk.Read(disk);
        Assert.Equal([2, 5], table.Partitions.Select(partition => partition.Number));
        var esp = table.Partitions[0];
        Assert.Equal((PartitionType.Esp, "theirs", 4096 * 512, 8 << 20), (esp.Type, esp.Name, esp.Offset, esp.Length));
    }

    [Needs("sgdisk")]
    [InlineData(512, 1 << 20)]
    [InlineData(512, 50 << 20)]
    [InlineData(4096, 50 << 20)]
    public void AfterADiskHasGrownItsBackupMoves(int sector, long more)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"],
            GptDisk.Plan([new(PartitionType.Esp, new(5 << 20)), new(PartitionType.Home, new(3 << 20))], new() { SectorSize = sector }));
        Partition[] before = Read(out _);
        using (var file = File.OpenHandle(temp["disk"], FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.SetLength(file, RandomAccess.GetLength(file) + more);
        if (sector == 512)
            Assert.NotEmpty(Findings.OfSgdisk(temp["disk"]));
        Read(out var damage);
        Assert.Equal("GPT009", damage?.Code);

        using (var disk = FileDisk.Open(temp["disk"]))
            GptDisk.MoveBackup(disk);

        Assert.Equal(before, Read(out damage));
        Assert.Null(damage);
        if (sector == 512)
            Assert.Empty(Findings.OfSgdisk(temp["disk"]));

        Partition[] Read(out Fault? damage)
        {
            using var disk = DiskImage.Open(temp["disk"]);
            var table = GptDisk.Read(disk);
            damage = table.Damage;
            return [.. table.Partitions.Select(each => new Partition(each.Type,
                s_nothing) { Name = $"{each.Name} {each.Id} {each.Offset}+{each.Length}" })];
        }
    }

    [Fact]
    public void WhereverMovingIsCutOffATableIsLeft()
    {
        using var plan = Source.Of(Disk(3));
        byte[] bytes = new byte[plan.Length + (1 << 20)];
        plan.ReadAt(0, bytes.AsSpan(0, (int)plan.Length));
        var disk = new RecordingDisk(bytes, "disk");
        GptDisk.MoveBackup(disk);

        foreach (byte[] cut in disk.CutAnywhere())
        {
            var found = GptDisk.Read(new RecordingDisk(cut, "disk"));
            Assert.Equal(3, found.Partitions.Count);
            Assert.DoesNotContain(found.Faults, fault => fault.Code is not "GPT009");
        }

        Assert.Empty(GptDisk.Read(disk).Faults);
        Assert.InRange(disk.Steps.Count, 5, 10);
    }

    [Needs("sgdisk")]
    [InlineData(512)]       // the table's header
    [InlineData(1024 + 32)] // its first entry
    [InlineData(-512)]      // the backup
    public void MovingMendsWhatWasDamaged(int offset)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], Disk(3));
        Spoil.Flip(temp["disk"], offset < 0 ? new FileInfo(temp["disk"]).Length + offset : offset);
        using (var disk = FileDisk.Open(temp["disk"]))
            GptDisk.MoveBackup(disk);

        Assert.Empty(Findings.OfSgdisk(temp["disk"]));
    }

    private static Regions Disk(int partitions) =>
        GptDisk.Plan([.. Enumerable.Range(1, partitions).Select(i => new Partition(PartitionType.Home, new(i * 12_345L)))]);
}
