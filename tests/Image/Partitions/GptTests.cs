using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

public sealed class GptTests
{
    [Fact]
    public void TheStructsAreLaidOutAsTheSpecificationSays()
    {
        Assert.Equal(ProtectiveMbr.Size, Unsafe.SizeOf<ProtectiveMbr>());
        Assert.Equal(ProtectiveMbr.PartitionsOffset, Marshal.OffsetOf<ProtectiveMbr>(nameof(ProtectiveMbr.Partitions)));
        Assert.Equal(GptHeader.Size, Unsafe.SizeOf<GptHeader>());
        Assert.Equal(72, Marshal.OffsetOf<GptHeader>(nameof(GptHeader.PartitionEntryLba)));
        Assert.Equal(GptEntry.Size, Unsafe.SizeOf<GptEntry>());
        Assert.Equal(56, Marshal.OffsetOf<GptEntry>(nameof(GptEntry.PartitionName)));
        Assert.Equal(GptEntry.SectorsOffset, Marshal.OffsetOf<GptEntry>(nameof(GptEntry.StartingLba)));
        Assert.Equal(MbrRecord.StartOffset, Marshal.OffsetOf<MbrRecord>(nameof(MbrRecord.StartingLba)));
        Assert.Equal("EFI PART"u8, StructBytes.ToBytes(GptHeader.EfiPart));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void WhatWeWroteWeRead(int sector)
    {
        var esp = new Regions(3 << 20);
        esp.Add(0, Content.FromBytes("first"u8.ToArray()));
        var root = new Regions(sector + 1);
        root.Add(sector, Content.FromBytes("!"u8.ToArray()));
        Partition[] partitions =
        [
            new(PartitionType.Esp, esp) { Name = "boot" },
            new(PartitionType.Root(Machine.X64), root) { Attributes = 1UL << 59 },
        ];
        var plan = GptDisk.Plan(partitions, new() { SectorSize = sector, Seed = "s"u8.ToArray() });

        using var disk = Source.Of(plan);
        var table = GptDisk.Read(disk);

        Assert.Null(table.Damage);
        Assert.Equal(sector, table.SectorSize);
        Assert.Equal(["boot", "root-x86-64"], table.Partitions.Select(partition => partition.Name));
        Assert.Equal([1 << 20, 4 << 20], table.Partitions.Select(partition => partition.Offset));
        Assert.Equal([3 << 20, 1 << 20], table.Partitions.Select(partition => partition.Length));
        Assert.Equal(1UL << 59, table.Partitions[1].Attributes);
        Assert.Equal("first"u8, table.Open(1).ReadBytes(0, 5));
        Assert.Equal("!"u8, table.Open(2).ReadBytes(sector, 1));
        Assert.Equal("GPT008", Assert.Throws<FaultException>(() => table.Open(3)).Fault.Code);
    }

    [Fact]
    public void IdsComeFromTheSeedAndTheType()
    {
        Partition esp = new(PartitionType.Esp, new(1)), root = new(PartitionType.Root(Machine.X64), new(1));
        var one = Ids("one", esp, root, root);
        var two = Ids("two", esp, root, root);

        Assert.Equal(4, one.Distinct().Count());
        Assert.Empty(one.Intersect(two));
        Assert.Equal(one, Ids("one", esp, root, root));
        Assert.Equal([one[0], one[2], one[1]], Ids("one", root, esp));
        Assert.All(one, id => Assert.Equal((4, 8), (id.Version, id.Variant & 12)));

        static Guid[] Ids(string seed, params Partition[] partitions)
        {
            using var disk = Source.Of(GptDisk.Plan(partitions, new() { Seed = System.Text.Encoding.UTF8.GetBytes(seed) }));
            var table = GptDisk.Read(disk);
            return [table.Id, .. table.Partitions.Select(partition => partition.Id)];
        }
    }

    /// <summary>A computer that has two disks must be able to tell them and their partitions apart.</summary>
    [Fact]
    public void WithoutASeedDisksOfDifferentSizesShareNoIds()
    {
        var small = Ids(512, new Partition(PartitionType.Esp, new(1)), new(PartitionType.Home, new(1)));
        var large = Ids(512, new Partition(PartitionType.Esp, new(1)), new(PartitionType.Home, new(2 << 20)));
        var other = Ids(4096, new Partition(PartitionType.Esp, new(1)), new(PartitionType.Home, new(1)));

        Assert.Equal(9, small.Concat(large).Concat(other).Distinct().Count());
        Assert.Equal(small, Ids(512, new Partition(PartitionType.Esp, new(1)), new(PartitionType.Home, new(1))));

        static Guid[] Ids(int sectorSize, params Partition[] partitions)
        {
            using var disk = Source.Of(GptDisk.Plan(partitions, new() { SectorSize = sectorSize }));
            var table = GptDisk.Read(disk);
            return [table.Id, .. table.Partitions.Select(partition => partition.Id)];
        }
    }

    [Theory]
    [InlineData(512, "GPT002")]         // the signature
    [InlineData(512 + 13, "GPT003")]    // the header's size
    [InlineData(512 + 16, "GPT004")]    // its checksum
    [InlineData(512 + 60, "GPT004")]
    [InlineData(1024 + 3, "GPT006")]    // an entry
    public void TheBackupIsTakenAndTheReasonGiven(int offset, string code)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, new(5000))]));
        Spoil.Flip(temp["disk"], offset, 0xff);

        using var disk = DiskImage.Open(temp["disk"]);
        var table = GptDisk.Read(disk);
        Assert.Equal(PartitionType.Esp, Assert.Single(table.Partitions).Type);
        Assert.Equal((code, temp["disk"]), (table.Damage?.Code, table.Damage?.Path));
    }

    [Theory]
    [InlineData(-512, "GPT009")]        // the signature
    [InlineData(-512 + 16, "GPT004")]   // its checksum
    [InlineData(-512 - 16384 + 3, "GPT006")]   // an entry
    public void ABackupThatWouldNotHelpIsToldOf(int offset, string code)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, new(5000))]));
        Spoil.Flip(temp["disk"], new FileInfo(temp["disk"]).Length + offset, 0xff);

        using var disk = DiskImage.Open(temp["disk"]);
        var table = GptDisk.Read(disk);
        Assert.Single(table.Partitions);
        Assert.Equal((code, temp["disk"]), (table.Damage?.Code, table.Damage?.Path));
    }

    [Theory]
    [InlineData(128 + 32, 2049, "GPT012")]   // the second begins within the first
    [InlineData(40, 4096, "GPT012")]         // the first ends within the second
    [InlineData(32, 33, "GPT011")]           // the first begins within the table
    [InlineData(128 + 40, 8159, "GPT011")]   // the second ends within the backup
    public void OverlappingPartitionsAreReported(int offset, ulong lba, string code)
    {
        using var temp = new TempFolder();
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, new(1 << 20)), new(PartitionType.Swap, new(1 << 20))]));
        Spoil.Set(temp["disk"], 1024 + offset, BitConverter.GetBytes(lba));
        RepairChecksums(temp["disk"]);

        using var disk = DiskImage.Open(temp["disk"]);
        var table = GptDisk.Read(disk);
        Assert.Equal(2, table.Partitions.Count);
        Assert.Contains(table.Faults, fault => fault.Code == code && fault.Offset is >= 1024 and < 1280 && fault.Excerpt is not null);
        Assert.Contains(table.Faults, fault => fault.Code == "GPT010");
    }

    [Fact]
    public void AMissingTableIsReported()
    {
        using var nothing = Source.Of(new(1 << 20));
        Assert.Equal("GPT002", Assert.Throws<FaultException>(() => GptDisk.Read(nothing)).Fault.Code);
        using var tiny = Source.Of(new(100));
        Assert.Equal("GPT002", Assert.Throws<FaultException>(() => GptDisk.Read(tiny)).Fault.Code);
    }

    [Fact]
    public void EveryTypeIsKnownByItsId()
    {
        PartitionType[] types =
        [
            PartitionType.Esp, PartitionType.Root(Machine.X64), PartitionType.RootVerity(Machine.X64),
            PartitionType.RootVeritySignature(Machine.Arm64),
            PartitionType.Usr(Machine.Arm64), PartitionType.UsrVerity(Machine.Arm64),
        ];

        Assert.All(types, type => Assert.Equal(type.Name, PartitionType.Of(new(type.Id.ToString())).Name));
        Assert.Equal(types.Length, types.Select(type => type.Name).Distinct().Count());
        Assert.Equal(PartitionType.Of(Guid.Empty).Name, Guid.Empty.ToString());
    }

    [Fact]
    public void ImpossiblePartitionsAreRefused()
    {
        var many = Enumerable.Repeat(new Partition(PartitionType.Esp, new(1)), 129);
        Assert.Throws<FaultException>(() => GptDisk.Plan([.. many]));
        Assert.Throws<FaultException>(() => GptDisk.Plan([], new() { SectorSize = 2048 }));
        Assert.Throws<FaultException>(() => GptDisk.Plan([new(PartitionType.Esp, new(0))]));
        Assert.Throws<FaultException>(() => GptDisk.Plan([new(PartitionType.Esp, new(1)) { Name = new('x', 37) }]));
    }

    private static void RepairChecksums(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        Span<byte> header = bytes.AsSpan(512, GptHeader.Size);
        header.WriteAt(88, Crc32.Of(bytes.AsSpan(1024, 128 * 128)));
        header.WriteAt(16, 0);
        header.WriteAt(16, Crc32.Of(header));
        File.WriteAllBytes(path, bytes);
    }
}
