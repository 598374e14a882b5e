using System.Runtime.InteropServices;
using Bq2.Efi.Binary;
using Bq2.Efi.Boot;
using Bq2.Efi.Linux;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Shared.Linux;

/// <summary>The partition table of a disk that became larger.</summary>
public sealed class GptGrowthTests
{
    private const int Mebibyte = 1 << 20;

    [Needs("sgdisk")]
    [InlineData(0)]
    [InlineData(512)]              // room for one sector more
    [InlineData(Mebibyte)]
    [InlineData(9 * Mebibyte + 3 * 512)]
    public void SgdiskFindsNoProblems(int more)
    {
        using var temp = new TempFolder();
        byte[] disk = Disk(512, more);
        var answer = Grow(disk, 512, 2, disk.Length / 512, out var growth);
        File.WriteAllBytes(temp["disk"], disk);

        Assert.Equal(more == 0 ? GrowthAnswer.Nothing : GrowthAnswer.Grown, answer);
        Assert.Empty(Findings.OfSgdisk(temp["disk"]));
        if (more > 0)
            Assert.Equal((ulong)(disk.Length / 512 - 1), growth.BackupLba);
        Assert.Equal(more < Mebibyte ? 2 : 2 + more / Mebibyte, LengthOf(disk, 2) / Mebibyte);
        Assert.Equal(GrowthAnswer.Nothing, Grow(disk, 512, 2, disk.Length / 512, out _));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void WhenTheMachineIsSwitchedOffOneTableIsWhole(int sectorSize)
    {
        byte[] before = Disk(sectorSize, 3 * Mebibyte);
        byte[] grown = [.. before];
        Assert.Equal(GrowthAnswer.Grown, Grow(grown, sectorSize, 2, before.Length / sectorSize, out _));
        var writes = new List<(long Place, byte[] Bytes)>();
        byte[] again = [.. before];
        Grow(again, sectorSize, 2, before.Length / sectorSize, out _, writes.Add);
        Assert.Equal(3, writes.Count);

        byte[] disk = [.. before];
        foreach (var (place, bytes) in writes)
        {
            for (int cut = 0; cut <= bytes.Length; cut += sectorSize)
            {
                bytes.AsSpan(0, cut).CopyTo(disk.AsSpan((int)place));
                var read = GptDisk.Read(Source.FromBytes(disk));
                Assert.Equal(2, read.Partitions.Count);
                Assert.True(read.Partitions[1].Length / Mebibyte is 2 or 5);

                // At the next start it is finished, and mended before if need be.
                byte[] next = [.. disk];
                Grow(next, sectorSize, 2, disk.Length / sectorSize, out _);
                Assert.Equal(grown, next);
            }
        }

        Assert.Equal(grown, disk);
        Assert.Null(GptDisk.Read(Source.FromBytes(disk)).Damage);
    }

    /// <summary>In the middle of each write sgdisk still finds both partitions, if need be by the backup.</summary>
    [Needs("sgdisk")]
    [InlineData(512)]
    public void AndAnotherProgramFindsThePartitions(int sectorSize)
    {
        using var temp = new TempFolder();
        byte[] disk = Disk(sectorSize, 3 * Mebibyte), grown = [.. disk];
        var writes = new List<(long Place, byte[] Bytes)>();
        Grow(grown, sectorSize, 2, disk.Length / sectorSize, out _, writes.Add);
        foreach (var (place, bytes) in writes)
        {
            foreach (int cut in (int[])[sectorSize, bytes.Length - sectorSize, bytes.Length])
            {
                bytes.AsSpan(0, cut).CopyTo(disk.AsSpan((int)place));
                File.WriteAllBytes(temp["disk"], disk);
                string said = RealTool.Sgdisk.Run("--info=2", temp["disk"]).Accepts().Said;
                Assert.Matches(@"Partition size: (4096|10240) sectors", said);
            }
        }
    }

    [Fact]
    public void WhatCannotGrowIsLeftAsItIs()
    {
        byte[] disk = Disk(512, Mebibyte), before = [.. disk];

        Assert.Equal(GrowthAnswer.NotLast, Grow(disk, 512, 1, disk.Length / 512, out _));
        Assert.Equal(GrowthAnswer.NoPartition, Grow(disk, 512, 3, disk.Length / 512, out _));
        Assert.Equal(GrowthAnswer.NoPartition, Grow(disk, 512, 0, disk.Length / 512, out _));
        Assert.Equal(GrowthAnswer.NoPartition, Grow(disk, 512, 129, disk.Length / 512, out _));
        Assert.Equal(GrowthAnswer.DiskTooSmall, Grow(disk, 512, 2, disk.Length / 512 - 2048 - 1, out _));
        Assert.Equal(GrowthAnswer.DiskTooSmall, Grow(disk, 512, 2, 4, out _));
        Assert.Equal(before, disk);
    }

    [Theory]
    [InlineData(512, GrowthAnswer.NoTable)]              // the signature; there is no backup at the end either
    [InlineData(512 + 12, GrowthAnswer.NoTable)]         // the length of the header
    [InlineData(512 + 16, GrowthAnswer.BadChecksum)]     // its checksum
    [InlineData(512 + 24, GrowthAnswer.NoTable)]         // where it says that it is
    [InlineData(512 + 57, GrowthAnswer.BadChecksum)]     // the id
    [InlineData(512 + 88, GrowthAnswer.BadChecksum)]     // the checksum of the rows
    [InlineData(1024 + 40, GrowthAnswer.BadChecksum)]    // a row
    public void ATableThatIsNotSoundIsNotChanged(int offset, object answer)
    {
        byte[] disk = Disk(512, Mebibyte);
        disk[offset] ^= 0x11;
        byte[] before = [.. disk];

        Assert.Equal((GrowthAnswer)answer, Grow(disk, 512, 2, disk.Length / 512, out _));
        Assert.Equal(before, disk);
    }

    [Fact]
    [Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void SpoiledTablesWithRightChecksumsDoNoHarm()
    {
        var random = Fuzzing.Random(43);
        byte[] good = Disk(512, Mebibyte);
        for (int i = 0; i < 3000; i++)
        {
            byte[] header = good[512..1024], rows = good[1024..(1024 + 16384)];
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                var part = random.Next(2) == 0 ? header.AsSpan(0, 92) : rows.AsSpan(random.Next(200), 92);
                part[random.Next(92)] = (byte)(random.Next(2) == 0 ? 0xff : random.Next(256));
            }

            Seal(header, rows);
            ulong sectors = random.Next(4) == 0 ? (ulong)random.NextInt64() : (ulong)good.Length / 512;

            if (GptGrowth.Apply(header, rows, 512, sectors, (uint)random.Next(4), out var growth) != GrowthAnswer.Grown)
                continue;
            Assert.True(growth.LastLba < growth.BackupRowsLba && growth.BackupRowsLba < growth.BackupLba);
            Assert.Equal(sectors - 1, growth.BackupLba);
        }
    }

    /// <summary>What a broken primary header says of its rows is believed only if they have room there.</summary>
    [Theory]
    [InlineData("EFI PART", 2, 2)]
    [InlineData("EFI PART", 2016, 2016)]
    [InlineData("EFI PART", 2017, 2)]
    [InlineData("EFI PART", 1, 2)]
    [InlineData("EFI PARS", 2016, 2)]
    public void TheBackupTellsWhereThePrimaryTableIs(string signature, ulong said, ulong expected)
    {
        byte[] disk = Disk(512, 0), header = disk[^512..], rows = disk[^(512 + 16384)..^512], primary = disk[512..1024];
        System.Text.Encoding.ASCII.GetBytes(signature).CopyTo(primary, 0);
        MemoryMarshal.Write(primary.AsSpan(72), in said);

        (header[40], header[41]) = (0, 8);   // usable from sector 2048 on
        Seal(header, rows);
        Assert.True(GptGrowth.TryTakeBackup(header, rows, primary, (ulong)disk.Length / 512));
        Assert.Equal(expected, MemoryMarshal.Read<DiskTable>(header).RowsLba);
        Assert.True(GptGrowth.IsWhole(header, rows));
        Assert.False(GptGrowth.TryTakeBackup(header, rows, primary, (ulong)disk.Length / 512));   // it is none any more
    }

    [Fact]
    public void TheChecksumIsThatOfOthers()
    {
        var random = Fuzzing.Random(44);
        byte[] bytes = new byte[300];
        random.NextBytes(bytes);
        for (int length = 0; length < bytes.Length; length += 7)
            Assert.Equal(Crc32.Of(bytes.AsSpan(0, length)), TableSum.Of(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void AProtectiveMbrSaysHowLongTheDiskIs()
    {
        byte[] mbr = Disk(512, 0)[..512];

        Assert.True(DiskIds.IsProtective(mbr));
        Assert.True(GptGrowth.FixProtectiveMbr(mbr, 1ul << 40));
        Assert.Equal(uint.MaxValue, MemoryMarshal.Read<uint>(mbr.AsSpan(458)));
        Assert.False(GptGrowth.FixProtectiveMbr(mbr, 1ul << 41));
        mbr[450] = 0x83;
        Assert.False(GptGrowth.FixProtectiveMbr(mbr, 1000));
        Assert.False(DiskIds.IsProtective(mbr));
    }

    private static GrowthAnswer Grow(
        byte[] disk, int size, uint number, long sectors, out GptGrowth growth, Action<(long, byte[])>? write = null)
    {
        byte[] mbr = disk[..size], header = disk[size..(2 * size)], rows = disk[(2 * size)..(2 * size + 16384)];
        if (!GptGrowth.IsWhole(header, rows))
        {
            byte[] last = disk[^size..], lastRows = disk[^(size + 16384)..^size];
            if (GptGrowth.TryTakeBackup(last, lastRows, header, (ulong)sectors))
                (header, rows) = (last, lastRows);
        }

        var answer = GptGrowth.Apply(header, rows, (uint)size, (ulong)sectors, number, out growth);
        if (answer is not (GrowthAnswer.Grown or GrowthAnswer.Nothing))
            return answer;

        var steps = new GrowthSteps(growth, mbr, header, rows, new byte[GrowthSteps.BufferLength(header, rows)]);
        while (steps.MoveNext())
        {
            write?.Invoke(((long)steps.Lba * size, steps.Bytes.ToArray()));
            steps.Bytes.CopyTo(disk.AsSpan((int)steps.Lba * size));
        }

        return answer;
    }

    // Two partitions of a mebibyte and two, and room behind them as in a disk that was enlarged.
    private static byte[] Disk(int sectorSize, int more)
    {
        var plan = GptDisk.Plan(
            [new(PartitionType.Esp, new(Mebibyte)), new(PartitionType.LinuxGeneric, new(2 * Mebibyte))], new() { SectorSize = sectorSize });
        using var stream = new MemoryStream();
        RawImage.Write(stream, plan);
        return [.. stream.ToArray(), .. new byte[more]];
    }

    private static long LengthOf(byte[] disk, int number) => GptDisk.Read(Source.FromBytes(disk)).Partitions[number - 1].Length;

    private static void Seal(byte[] header, byte[] rows)
    {
        var table = MemoryMarshal.Read<DiskTable>(header);
        table.RowsCrc32 = TableSum.Of(rows.AsSpan(0, (int)Math.Min((uint)rows.Length, table.RowBytes)));
        table.HeaderCrc32 = 0;
        MemoryMarshal.Write(header, in table);
        table.HeaderCrc32 = TableSum.Of(header.AsSpan(0, (int)Math.Min(512, table.HeaderSize)));
        MemoryMarshal.Write(header, in table);
    }
}
