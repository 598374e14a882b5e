using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Partition tables with something wrong in them: the backup is taken where it helps, and the rest is reported.</summary>
public sealed class DamagedGptTests
{
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
    public void AnUnusableBackupIsReported(int offset, string code)
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
