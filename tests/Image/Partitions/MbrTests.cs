using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>MBR disks as sfdisk makes them; sfdisk says where the partitions are.</summary>
public sealed class MbrTests : IDisposable
{
    // Sector 512 bytes: the chain's first sector, and in a record of a partition its length.
    private const int ChainStart = 16384 * 512;
    private const int SizeInRecord = 12;

    private readonly TempFolder _temp = new();

    [Needs("sfdisk")]
    [InlineData("2048,4096,83")]
    [InlineData("2048,4096,ef,*\n8192,4096,82\n16384,2048,0c\n20480,2048,a5")]
    [InlineData("2048,4096,83\n16384,40000,5\np5: size=4096,type=c\np6: size=4096,type=83\np7: type=82")]
    [InlineData("16384,40000,f\np5: size=4096,type=83")]
    [InlineData("16384,40000,85\n2048,4096,83\np5: size=4096,type=83\np6: size=4096,type=83")]
    public void PartitionsAreWhereSfdiskSaysTheyAre(string script)
    {
        Make(script);

        var table = Read();

        Assert.Equal(PartitionTableKind.Mbr, table.Kind);
        Assert.Empty(table.Faults);
        Assert.Equal(BySfdisk(), table.Partitions.Select(each => (each.Number, each.Offset / 512, each.Length / 512)));
    }

    [Needs("sfdisk")]
    [InlineData("2048,2048,ef\n4096,2048,82\n6144,2048,83\n8192,2048,a5", "esp swap linux-generic mbr-a5")]
    [InlineData("2048,2048,7\n4096,2048,1\n6144,2048,e\n8192,2048,ea",
        "microsoft-basic-data microsoft-basic-data microsoft-basic-data xbootldr")]
    public void TypesHaveTheNamesOfTheirGptKin(string script, string names)
    {
        Make(script);

        Assert.Equal(names.Split(' '), Read().Partitions.Select(each => each.Type.Name));
    }

    [Needs("sfdisk")]
    [InlineData("16384,40000,5\np5: size=4096,type=83\np6: size=4096,type=83")]
    [InlineData("2048,4096,83\n16384,40000,f\np5: size=4096,type=83\np6: size=4096,type=c")]
    public void AChainThatComesBackToItselfEnds(string script)
    {
        Make(script);

        // The second logical partition has its sector 2,048 before it. That sector gets a link to itself.
        long second = Read().Partitions.Single(each => each.Number == 6).Offset / 512 - 2048;
        using (var disk = DiskImage.OpenForWriting(_temp["disk"]))
        {
            var sector = disk.ReadBytes(second * 512, 512);
            sector[446 + 16 + 4] = 5;
            BitConverter.TryWriteBytes(sector.AsSpan(446 + 16 + 8), (uint)(second - 16384));
            BitConverter.TryWriteBytes(sector.AsSpan(446 + 16 + 12), 4096u);
            disk.WriteAt(second * 512, sector);
        }

        var table = Read();

        Assert.Equal([5, 6], table.Partitions.Select(each => each.Number).Where(number => number > 4));
        Assert.Equal(ImageFaults.MbrChain, Assert.Single(table.Faults).Kind);
    }

    [Needs("sfdisk")]
    [InlineData("2048,4096,83\n8192,4096,83\n16384,40000,5\np5: size=4096,type=83")]
    public void ADamagedRowLeavesTheOthersListed(string script)
    {
        Make(script);
        Spoil.Set(_temp["disk"], 446 + 16 + SizeInRecord, [0xff, 0xff, 0xff, 0xff]);
        Spoil.Set(_temp["disk"], ChainStart + 510, [0, 0]);

        var table = Read();

        Assert.Equal([1], table.Partitions.Select(each => each.Number));
        Assert.Equal([ImageFaults.PartitionOutside, ImageFaults.MbrChain], table.Faults.Select(fault => fault.Kind));
    }

    [Needs("sfdisk mkfs.fat mcopy")]
    [InlineData(5, "2048,20000,83\n22528,,5\np5: size=40000,type=c")]
    [InlineData(2, "2048,20000,83\n22528,40000,ef")]
    public void FilesAreReadOutOfAPartition(int number, string script)
    {
        Make(script);
        var found = Read().Partitions.Single(each => each.Number == number);
        File.WriteAllText(_temp["word"], "hello");
        Shell($"mkfs.fat --offset {found.Offset / 512} {_temp["disk"]} {found.Length / 1024} "
            + $"&& mcopy -i {_temp["disk"]}@@{found.Offset} {_temp["word"]} ::word");

        using var volume = ImagePath.Parse($"{_temp["disk"]}:{number}", File.Exists).Open();

        Assert.Equal("hello"u8, volume.Read("word"));
        Assert.Equal(number, volume.Partition!.Number);
    }

    public void Dispose() => _temp.Dispose();

    private PartitionTable Read()
    {
        using var disk = DiskImage.Open(_temp["disk"]);
        return PartitionTable.Read(disk);
    }

    private IEnumerable<(int Number, long Start, long Sectors)> BySfdisk() =>
        Shell($"sfdisk --dump {_temp["disk"]}").Split('\n').Where(line => line.Contains("start=", StringComparison.Ordinal)
            && !IsExtended(line)).Select(line =>
        {
            string[] parts = line[_temp["disk"].Length..].Split([' ', ':', ',', '='], StringSplitOptions.RemoveEmptyEntries);
            return (int.Parse(parts[0]), long.Parse(parts[2]), long.Parse(parts[4]));
        });

    private static bool IsExtended(string line) => new[] { "type=5", "type=f", "type=85" }.Any(type => line.Split(' ', ',').Contains(type));

    private void Make(string script)
    {
        using (var disk = File.OpenHandle(_temp["disk"], FileMode.Create, FileAccess.Write))
            RandomAccess.SetLength(disk, 64 << 20);
        File.WriteAllText(_temp["script"], "label: dos\n" + script + "\n");
        Shell($"sfdisk {_temp["disk"]} < {_temp["script"]}");
    }

    private static string Shell(string line)
    {
        var outcome = new RealTool("sh").Run("-c", "set -e; PATH=$PATH:/usr/sbin:/sbin; " + line);
        outcome.Accepts();
        return outcome.Said;
    }
}
