using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>What is on a disk is reported by the names its makers use, and never guessed from leftovers.</summary>
public sealed class DiskContentTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Needs("mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.f2fs mkfs.exfat mkfs.ntfs mkfs.erofs mksquashfs genisoimage mkswap mkfs.fat sgdisk sfdisk")]
    [InlineData("ext2", "mkfs.ext2 -q DISK")]
    [InlineData("ext3", "mkfs.ext3 -q DISK")]
    [InlineData("ext4", "mkfs.ext4 -q DISK")]
    [InlineData("ext4", "mkfs.ext4 -q -b 1024 DISK")]
    [InlineData("xfs", "mkfs.xfs -q DISK")]
    [InlineData("btrfs", "mkfs.btrfs -q DISK")]
    [InlineData("f2fs", "mkfs.f2fs -q DISK")]
    [InlineData("exfat", "mkfs.exfat DISK")]
    [InlineData("ntfs", "mkfs.ntfs -q -F -Q DISK")]
    [InlineData("swap", "mkswap DISK")]
    [InlineData("fat", "mkfs.fat DISK")]
    [InlineData("fat", "mkfs.fat -F 16 DISK")]
    [InlineData("gpt", "sgdisk -n 1 DISK")]
    [InlineData("mbr", "echo 2048,,83 | sfdisk DISK")]
    [InlineData("mbr", "mkfs.ext4 -q DISK; echo 2048,,83 | sfdisk --wipe never DISK")]
    [InlineData("erofs", "rm DISK; mkfs.erofs DISK TREE")]
    [InlineData("squashfs", "rm DISK; mksquashfs TREE DISK")]
    [InlineData("iso9660", "genisoimage -o DISK TREE")]
    [InlineData("empty", "true")]
    [InlineData("unknown", "echo text | dd of=DISK conv=notrunc")]
    public void ADiskIsCalledByWhatIsOnIt(string name, string command)
    {
        Directory.CreateDirectory(_temp["tree"]);
        File.WriteAllBytes(_temp["tree/file"], TestBytes.Make(100_000));
        using (var disk = File.OpenHandle(_temp["disk"], FileMode.Create, FileAccess.Write))
            RandomAccess.SetLength(disk, 320 << 20);
        string line = command.Replace("DISK",
            _temp["disk"], StringComparison.Ordinal).Replace("TREE", _temp["tree"], StringComparison.Ordinal);
        new RealTool("sh").Run("-c", $"set -e; PATH=$PATH:/usr/sbin:/sbin; {line}").Accepts();

        using var source = DiskImage.Open(_temp["disk"]);
        var content = DiskContent.Of(source);

        Assert.Equal(name, content.Name);
        Assert.Equal(name is "gpt" or "mbr" or "fat" or "ext2" or "ext3" or "ext4" or "erofs", content.IsSupported);

        // The same as a partition, and what is said to who looks into it.
        if (content.IsSupported)
            return;
        Assert.Equal(ImageFaults.DiskContent, FaultOf(new(_temp["disk"], null, "")).Kind);
        RawImage.Write(_temp["parted"], GptDisk.Plan([new(PartitionType.LinuxGeneric, Regions.Of(source))]));
        var fault = FaultOf(new(_temp["parted"], "1", ""));
        Assert.Equal(name == "unknown" ? VolumeFaults.NotFat : ImageFaults.PartitionContent, fault.Kind);
        if (name != "unknown")
            Assert.Contains(content.Description, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AProtectiveMbrWithoutAGptIsRecognized()
    {
        var plan = GptDisk.Plan([new(PartitionType.Swap, new(1 << 20))]);
        RawImage.Write(_temp["disk"], plan);
        Spoil.Set(_temp["disk"], 512, new byte[512]);
        Spoil.Set(_temp["disk"], plan.Length - 512, new byte[512]);

        Assert.Contains("a protective MBR without a GPT", FaultOf(new(_temp["disk"], "1", "")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1100)]
    public void AShortDiskIsDetectedAsEmpty(int length)
    {
        using var disk = Source.Of(new(length));
        Assert.Equal("empty", DiskContent.Of(disk).Name);
    }

    public void Dispose() => _temp.Dispose();

    private static Fault FaultOf(ImagePath place) => Assert.Throws<FaultException>(() => place.Open()).Fault;
}
