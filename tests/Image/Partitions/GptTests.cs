using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Partition tables that we write: their layout, their ids, and that we read them.</summary>
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
}
