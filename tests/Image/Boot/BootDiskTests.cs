using System.Security.Cryptography;
using System.Text;
using Bq2.Efi;
using Bq2.Efi.Binary;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Image;

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
        var plan = disk.Plan();
        Qcow2Image.Write(temp["disk.qcow2"], plan);

        using (var esp = ImagePath.Parse(temp["disk.qcow2"], File.Exists).Open())
        {
            Assert.Equal(Program(machine, 9_000), esp.Read(loaderPath));
            Assert.Equal(File.ReadAllBytes(temp["kernel"]), esp.Read("linux"));
            Assert.Equal(initrd, esp.Read("initrd1"));
            Assert.Equal(
                "title Linux\nlinux /linux\ninitrd /initrd0\ninitrd /initrd1\noptions console=ttyS0 root=/dev/vda2\n"u8,
                esp.Read("loader/entries/linux.conf"));
        }

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
    public void TheSamePartsMakeTheSameBytesAndASeedOtherIds()
    {
        using var temp = new TempFolder();
        Qcow2Image.Write(temp["one"], Disk(Machine.X64).Plan());
        Qcow2Image.Write(temp["two"], Disk(Machine.X64).Plan());
        Assert.Equal(File.ReadAllBytes(temp["one"]), File.ReadAllBytes(temp["two"]));

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
    public void AKernelThatWouldNotStartIsRefused()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["kernel"], Program(Machine.Arm64, 1000));
        var other = FaultOf(Disk(Machine.X64) with { Kernel = Content.FromFile(temp["kernel"]) });
        Assert.Equal(("IMG009", temp["kernel"], 0x44), (other.Code, other.Path, other.Offset));
        Assert.Matches("^the kernel is for a.*64, the disk for x86.64$", other.Message);

        byte[] farAway = Program(Machine.X64, 1000);
        farAway[63] = 0xff;
        foreach (byte[] none in new byte[][] { [], [0x1f, 0x8b, 8, 0], "MZ"u8.ToArray(), farAway, new byte[70_000] })
            Assert.Equal("IMG008", FaultOf(Disk(Machine.X64) with { Kernel = Content.FromBytes(none) }).Code);

        byte[] driver = Program(Machine.X64, 1000);
        driver.AsSpan().WriteAt(88,
            new OptionalHeader64 { Magic = OptionalHeader64.MagicPe32Plus, Subsystem = Subsystem.EfiRuntimeDriver });
        Assert.Contains("subsystem",
            FaultOf(Disk(Machine.X64) with { Kernel = Content.FromBytes(driver) }).Message, StringComparison.Ordinal);

        var gzip = FaultOf(Disk(Machine.X64) with { Kernel = Content.FromBytes(new byte[] { 0x1f, 0x8b }) });
        Assert.Contains("gunzip", gzip.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quiet\nlinux /evil")]
    [InlineData("a\0b")]
    public void NoLineIsSmuggledIntoTheEntry(string line)
    {
        Assert.Equal("IMG010", FaultOf(Disk(Machine.X64) with { CommandLine = line }).Code);
        Assert.Equal("IMG010", FaultOf(Disk(Machine.X64) with { Title = line }).Code);
    }

    [Fact]
    public void FurtherEntriesBringTheirFilesAndShareWhatIsTheSame()
    {
        using var temp = new TempFolder();
        File.WriteAllBytes(temp["vmlinuz"], Program(Machine.X64, 50_000));
        File.WriteAllBytes(temp["rescue.cpio"], TestBytes.Make(1000));
        File.WriteAllText(temp["rescue+3.conf"],
            "# for bad days\ntitle Rescue\nlinux vmlinuz\ninitrd\trescue.cpio\noptions a\noptions b \n");
        var esp = (Disk(Machine.X64) with
        {
            Kernel = Content.FromFile(temp["vmlinuz"]),
            Entries = [BootMenuEntry.FromFile(temp["rescue+3.conf"])],
            Ukis = [("all.efi", Content.FromBytes(EfiHeaders.Uki(Machine.X64, 3000)))],
        }).PlanEsp();

        Assert.Equal("title Rescue\nlinux /linux\ninitrd /rescue/rescue.cpio\noptions a\noptions b\n",
            TextAt(esp, "loader/entries/rescue+3.conf"));
        Assert.Equal(["rescue.cpio"], esp.Find("rescue")!.Children.Select(file => file.Name));
        Assert.Equal(3000, esp.Find("EFI/Linux/all.efi")!.Content!.Length);
    }

    [Fact]
    public void HashesStandBesideWhatTheyAreOf()
    {
        byte[] kernel = Program(Machine.X64, 100_000);
        var esp = (Disk(Machine.X64) with { Initrds = [Content.Empty], Hashes = true }).PlanEsp();

        Assert.Equal(
            $"""
            title Linux
            linux /linux
            #bq2:linux-sha256 {Convert.ToHexStringLower(SHA256.HashData(kernel))}
            initrd /initrd
            #bq2:initrd-sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855

            """, TextAt(esp, "loader/entries/linux.conf"));
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

    [Fact]
    public void UnbootableEntriesAreReportedBeforeWriting()
    {
        var nothing = new BootDisk { Machine = Machine.X64 };
        var lost = nothing with { Entries = [new("lost", [new("linux", "/nowhere/linux")])] };
        var foreign = nothing with { Ukis = [("other.efi", Content.FromBytes(Program(Machine.Arm64, 1000)))] };

        Assert.Equal("IMG019", FaultOf(nothing).Code);
        Assert.Equal(
            ("IMG080", "the entry lost.conf would not start: it names /nowhere/linux, which is not on the disk"), (FaultOf(lost).Code,
                FaultOf(lost).Message));
        Assert.Equal("IMG009", FaultOf(foreign).Code);
    }

    /// <summary>Entries are read as the boot loader reads them, which knows of the mark that editors on Windows put first.</summary>
    [Fact]
    public void WhatAnEntryOfSomebodyElseNamesIsLookedForToo()
    {
        var files = new Tree();
        files.AddFile("loader/entries/theirs.conf", Content.FromBytes("\uFEFFlinux\t/gone\r\n# initrd /not-meant\n"u8.ToArray()));

        Assert.Equal("nothing on the disk would start: theirs.conf: it names /gone, which is not on the disk",
            FaultOf(new BootDisk { Machine = Machine.X64, Files = files }).Message);
    }

    [Theory]
    [InlineData("notes.txt", "title x", "IMG020")]
    [InlineData("a.conf", "title \u00e9", "IMG083")]
    public void InvalidEntryFilesAreRefused(string name, string text, string code)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp[name], text, Encoding.Latin1);

        Assert.Equal(code, Assert.Throws<FaultException>(() => BootMenuEntry.FromFile(temp[name])).Fault.Code);
    }

    private static string TextAt(Tree tree, string path) => Encoding.UTF8.GetString(tree.Find(path)!.Content!.Head(10_000));

    private static Fault FaultOf(BootDisk disk) => Assert.Throws<FaultException>(disk.Plan).Fault;

    private static BootDisk Disk(Machine machine) => new()
    {
        Machine = machine,
        Kernel = Content.FromBytes(Program(machine, 100_000)),
        Loader = Content.FromBytes(Program(machine, 9_000)),
    };

    private static byte[] Program(Machine machine, int length) => EfiHeaders.Program(machine, length);
}
