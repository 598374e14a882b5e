using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>A boot disk holds what the machine needs, and the same parts make the same bytes.</summary>
public sealed class BootDiskTests
{
    [Needs("qemu-img fsck.fat sgdisk")]
    [InlineData(Machine.X64, "EFI/BOOT/BOOTX64.EFI")]
    [InlineData(Machine.Arm64, "EFI/BOOT/BOOTAA64.EFI")]
    public void TheDiskHoldsWhatTheMachineNeedsAndTheJudgesAgree(Machine machine, string loaderPath)
    {
        using var temp = new TempFolder();
        byte[] initrd = TestBytes.Make(300_000);
        File.WriteAllBytes(temp["kernel"], Program(machine, 2_000_000));
        var disk = Disk(machine) with
        {
            Kernel = Content.FromFile(temp["kernel"]),
            Initrds = [Content.FromBytes(initrd), Content.FromBytes(initrd)],
            CommandLine = "console=ttyS0 root=/dev/vda2",
        };
        Qcow2Image.Write(temp["disk.qcow2"], disk.Plan());

        using (var esp = ImagePath.Parse(temp["disk.qcow2"], File.Exists).Open())
        {
            Assert.Equal(Program(machine, 9_000), esp.Read(loaderPath));
            Assert.Equal(File.ReadAllBytes(temp["kernel"]), esp.Read("linux"));
            Assert.Equal(initrd, esp.Read("initrd1"));
            Assert.Equal(
                "title Linux\nlinux /linux\ninitrd /initrd0\ninitrd /initrd1\noptions console=ttyS0 root=/dev/vda2\n"u8,
                esp.Read("loader/entries/linux.conf"));
        }

        AssertJudgesAgree(temp);
    }

    private static void AssertJudgesAgree(TempFolder temp)
    {
        RealTool.QemuImg.Run("check", temp["disk.qcow2"]).Accepts();
        RealTool.QemuImg.Run("convert", "-O", "raw", temp["disk.qcow2"], temp["disk.raw"]).Accepts();
        Assert.Empty(Findings.OfSgdisk(temp["disk.raw"]));
        using var raw = DiskImage.Open(temp["disk.raw"]);
        RawImage.Write(temp["esp"], Regions.Of(GptDisk.Read(raw).Open(1)));
        Assert.Empty(Findings.OfFsck(temp["esp"]));
    }

    [Needs("fsck.fat")]
    [InlineData(512, null, 34)]
    [InlineData(512, 100L << 20, 100)]
    [InlineData(4096, null, 260)]
    [InlineData(4096, 300L << 20, 300)]
    public void TheEspFitsTheDisksSectors(int sector, long? size, int mebibytes)
    {
        using var temp = new TempFolder();
        using var disk = Source.Of((Disk(Machine.X64) with { SectorSize = sector, EspSize = size }).Plan());
        var table = GptDisk.Read(disk);

        Assert.Equal((sector, (long)mebibytes << 20), (table.SectorSize, table.Partitions[0].Length));
        RawImage.Write(temp["esp"], Regions.Of(table.Open(1)));
        Assert.Empty(Findings.OfFsck(temp["esp"]));
        using var esp = FatVolume.Open(DiskImage.Open(temp["esp"]));
        Assert.Equal(FatType.Fat32, esp.Type);
        Assert.NotNull(esp.Find("EFI/BOOT/BOOTX64.EFI"));
    }

    [Fact]
    public void TheSamePartsMakeTheSameBytes()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["one"], Disk(Machine.X64).Plan());
        Qcow2Image.Write(temp["two"], Disk(Machine.X64).Plan());

        Assert.Equal(File.ReadAllBytes(temp["one"]), File.ReadAllBytes(temp["two"]));
    }

    [Fact]
    public void OtherPartsOrASeedMakeOtherIds()
    {
        var disk = Disk(Machine.X64);
        BootDisk[] disks =
        [
            disk, disk with { CommandLine = "quiet" }, disk with { Seed = "s"u8.ToArray() }, disk with { EspSize = 64 << 20 },
            disk with { EspSize = 65 << 20 }, disk with { SectorSize = 4096 },
        ];
        Assert.All(disks.Select(IdsOf).Aggregate((one, other) => [.. one.Zip(other, (a, b) => $"{a}\n{b}")]), each =>
            Assert.Equal(disks.Length, each.Split('\n').Distinct().Count()));

        // Of the disk, of the partition, and of the volume.
        static string[] IdsOf(BootDisk disk)
        {
            using var source = Source.Of(disk.Plan());
            var table = GptDisk.Read(source);
            using var esp = FatVolume.Open(table.Open(1));
            return [table.Id.ToString(), table.Partitions[0].Id.ToString(), $"{esp.VolumeId:x8}"];
        }
    }

    [Fact]
    public void WithOneInitrdItHasNoNumber()
    {
        var esp = (Disk(Machine.X64) with { Initrds = [Content.Empty] }).PlanEsp();
        Assert.NotNull(esp.Find("initrd"));
        Assert.Null(Disk(Machine.X64).PlanEsp().Find("initrd"));
    }

    [Fact]
    public void OtherFilesComeAlongAndMayReplaceTheLoader()
    {
        var files = new Tree();
        files.AddFile("efi/boot/bootx64.efi", Content.FromBytes(Program(Machine.X64, 777)));
        files.AddFile("loader/entries/own.conf", Content.FromBytes("linux /EFI/boot/BOOTX64.EFI\n"u8.ToArray()));
        var esp = new BootDisk { Machine = Machine.X64, Files = files }.PlanEsp();

        Assert.Equal(777, esp.Find("efi/boot/bootx64.efi")!.Content!.Length);
        Assert.Null(esp.Find("EFI/BOOT/BOOTX64.EFI"));
    }

    private static BootDisk Disk(Machine machine) => new()
    {
        Machine = machine,
        Kernel = Content.FromBytes(Program(machine, 100_000)),
        Loader = Content.FromBytes(Program(machine, 9_000)),
    };

    private static byte[] Program(Machine machine, int length) => EfiHeaders.Program(machine, length);
}
