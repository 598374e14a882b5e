using System.Text.RegularExpressions;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>
/// The first process of our initrds, with the kernels that have drivers for NVMe and ext4 built in, and with disks that other tools made.
/// </summary>
public sealed class InitTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64 mke2fs sgdisk";
    private const string PartitionId = "DEADBEEF-1111-2222-3333-444444444444";
    private const string FileSystemId = "11111111-2222-3333-4444-555555555555";
    private const string Label = "the root ü";

    // Where the root begins, and how long it is.
    private const int Mebibyte = 1 << 20, Start = 4, Length = 24;

    // More than the kernel takes for itself: it is free again when the initrd's files are deleted.
    private const int Ballast = 96 * Mebibyte;

    [Needs(Judges)]
    [InlineData(Machine.X64, "PARTUUID=" + PartitionId)]
    [InlineData(Machine.Arm64, "UUID=" + FileSystemId)]
    public void TheRootIsMountedAndItsProgramStarted(Machine machine, string root)
    {
        const string Script = """
            echo "guest: called $0 $*"
            echo "guest: variables $LANG,$more"
            echo "guest: $(grep ' / ' /proc/mounts)"
            echo "guest: mounts $(cut -d ' ' -f 2 /proc/mounts | sort | tr '\n' ' ')"
            echo "guest: $(cat /sys/module/reed_solomon/initstate)"
            echo "guest: $(grep MemFree /proc/meminfo)"
            echo "guest: standard $(readlink /proc/1/fd/0) $(readlink /proc/1/fd/1) $(readlink /proc/1/fd/2)"
            """;
        using var temp = new TempFolder();
        var initrd = new InitrdFiles(machine);
        initrd.AddModules("reed_solomon");
        initrd.AddFile("some/folder/ballast", new byte[Ballast]);
        initrd.Write(temp["initrd"]);
        MakeDisk(temp, machine, Script);

        string said = DirectBoot.Run(machine, temp["initrd"], temp["disk"],
            $"root={root} rootflags=noatime,errors=continue quiet LANG=x more=\"a b\" -- one two");

        Assert.Contains("guest: called /sbin/init one two", said, StringComparison.Ordinal);
        Assert.Contains("guest: variables x,a b", said, StringComparison.Ordinal);
        Assert.Contains("guest: /dev/nvme0n1p2 / ext4 ro,noatime", said, StringComparison.Ordinal);
        Assert.Contains("guest: mounts / /dev /proc /sys \r\n", said, StringComparison.Ordinal);
        Assert.Contains("guest: live", said, StringComparison.Ordinal);
        Assert.True(int.Parse(Regex.Match(said, @"MemFree: +(\d+) kB").Groups[1].Value, null) > 512 * 1024 - Ballast / 1024, said);
        Assert.Contains("guest: standard /dev/console /dev/console /dev/console", said, StringComparison.Ordinal);
        Assert.DoesNotContain("bq2-init", said, StringComparison.Ordinal);
    }

    [Needs("qemu-system-aarch64 mke2fs sfdisk")]
    [InlineData(Machine.Arm64)]
    public void AnMbrWillDo(Machine machine)
    {
        using var temp = new TempFolder();
        new InitrdFiles(machine).Write(temp["initrd"]);
        MakeRoot(temp, machine, "echo \"guest: $(grep ' / ' /proc/mounts)\"");
        SetLength(temp["disk"], 64);
        File.WriteAllText(temp["table"], $"label: dos\nlabel-id: 0x1a2b3c4d\n,1M\n{Start}MiB,{Length}M\n");
        RealTool.Bash.Run("-c", "PATH=$PATH:/sbin:/usr/sbin sfdisk -q \"$1\" < \"$2\"", "sfdisk", temp["disk"], temp["table"]).Accepts();
        Copy(temp["root"], temp["disk"], Start);

        string said = DirectBoot.Run(machine, temp["initrd"], temp["disk"], "quiet root=PARTUUID=1A2B3C4D-02 rw");

        Assert.Contains("guest: /dev/nvme0n1p2 / ext4 rw", said, StringComparison.Ordinal);
    }

    [Needs(Judges + " e2fsck")]
    [InlineData(Machine.X64, 512, "ro \"root=PARTLABEL=" + Label + "\"")]
    [InlineData(Machine.Arm64, 4096, "rw root=LABEL=rootfs")]
    public void TheRootGrowsWithItsDisk(Machine machine, int sectorSize, string options)
    {
        using var temp = new TempFolder();
        new InitrdFiles(machine).Write(temp["initrd"]);
        MakeDisk(temp, machine, "echo \"guest: $(df -m / | tail -n 1)\"; grep ' / ' /proc/mounts", sectorSize);
        using (var file = File.OpenWrite(temp["disk"]))
            file.SetLength(128L * Mebibyte);

        string said = DirectBoot.Run(machine, temp["initrd"], temp["disk"], $"{options} bq2.grow", sectorSize);

        Assert.Matches(@"bq2-init: the root /dev/nvme0n1p2 is mounted, after \d+ ms", said);
        Assert.Matches(@"guest: /dev/nvme0n1p2 +11\d ", said);
        Assert.Contains($"/dev/nvme0n1p2 / ext4 {options[..2]}", said, StringComparison.Ordinal);
        if (sectorSize == 512)
            RealTool.Sgdisk.Run("--verify", temp["disk"]).Accepts();
        using var disk = DiskImage.Open(temp["disk"]);
        var table = GptDisk.Read(disk);
        Assert.Null(table.Damage);
        Assert.Equal(123L * Mebibyte, table.Partitions[1].Length);
        File.WriteAllBytes(temp["root"], File.ReadAllBytes(temp["disk"])[(Start * Mebibyte)..^Mebibyte]);
        new RealTool("e2fsck").Run("-fn", temp["root"]).Accepts();
        string size = new RealTool("dumpe2fs").Run("-h", temp["root"]).Accepts().Said;
        Assert.Equal(123 << 10, int.Parse(Regex.Match(size, @"Block count: +(\d+)").Groups[1].Value, null)
            * int.Parse(Regex.Match(size, @"Block size: +(\d+)").Groups[1].Value, null) / 1024);
    }

    /// <summary>
    /// The backup is at the new end, and the primary table is half the old and half the new one. Told "gpt", the kernel takes the backup.
    /// </summary>
    [Needs(Judges)]
    [InlineData(Machine.Arm64)]
    public void ATableThatWasWrittenHalfIsMended(Machine machine)
    {
        using var temp = new TempFolder();
        new InitrdFiles(machine).Write(temp["initrd"]);
        MakeDisk(temp, machine, "echo \"guest: $(df -m / | tail -n 1)\"");
        byte[] before = File.ReadAllBytes(temp["disk"]);
        using (var file = File.OpenWrite(temp["disk"]))
            file.SetLength(128L * Mebibyte);
        const string Options = "quiet gpt rw root=LABEL=rootfs bq2.grow";
        DirectBoot.Run(machine, temp["initrd"], temp["disk"], Options);
        byte[] after = File.ReadAllBytes(temp["disk"]);
        using (var file = File.OpenWrite(temp["disk"]))
            file.Write(before.AsSpan(0, 1024));   // the protective MBR and the header
        Assert.NotNull(Read().Damage);

        string said = DirectBoot.Run(machine, temp["initrd"], temp["disk"], Options);

        Assert.Matches(@"guest: /dev/nvme0n1p2 +11\d ", said);
        Assert.DoesNotContain("bq2-init", said, StringComparison.Ordinal);
        Assert.Null(Read().Damage);
        Assert.Equal(after.AsSpan(0, 34 * 512), File.ReadAllBytes(temp["disk"]).AsSpan(0, 34 * 512));

        GptDisk Read()
        {
            using var disk = DiskImage.Open(temp["disk"]);
            return GptDisk.Read(disk);
        }
    }

    [Needs(Judges)]
    [InlineData("root=PARTUUID=deadbeef-9999-2222-3333-444444444444 bq2.timeout=1",
        "there is no device PARTUUID=deadbeef-9999-2222-3333-444444444444 after 1 s; there are:",
        "/dev/nvme0n1p2 24 MiB PARTUUID=deadbeef-1111-2222-3333-444444444444 PARTLABEL=the root ü ext4 UUID=" + FileSystemId
            + " LABEL=rootfs",
        "try: correct root=, wait longer with bq2.timeout=SECONDS")]
    [InlineData("root=/dev/nvme0n1p2 init=/sbin/nothing",
        "cannot start /sbin/nothing of the root file system /dev/nvme0n1p2: ENOENT (2)", "try: correct root= or init=")]
    [InlineData("root=sda1 console=tty0",   // the log comes to the other console, too
        "root=sda1 is not a name of a device", "try: write /dev/NAME, PARTUUID=, PARTLABEL=, UUID= or LABEL=")]
    public void WhatIsMissingIsTold(string options, params string[] words)
    {
        using var temp = new TempFolder();
        new InitrdFiles(Machine.Arm64).Write(temp["initrd"]);
        MakeDisk(temp, Machine.Arm64, "echo not reached");

        string said = DirectBoot.Run(Machine.Arm64, temp["initrd"], temp["disk"], options + " quiet");

        Assert.All(words, each => Assert.Contains(each, said, StringComparison.Ordinal));
        Assert.Contains("Kernel panic - not syncing: Attempted to kill init!", said, StringComparison.Ordinal);
        Assert.DoesNotContain("not reached", said, StringComparison.Ordinal);
    }

    /// <summary>The partitions are found by the root hash. A file whose block was changed cannot be read; others can.</summary>
    [Needs("qemu-system-x86_64 sgdisk mkfs.erofs veritysetup")]
    [InlineData(Machine.X64)]
    public void AChangedBlockIsNotRead(Machine machine)
    {
        const string Script = """
            echo "guest: $(grep ' / ' /proc/mounts)"
            cmp /good /same && echo "guest: good"
            cat /bad > /dev/null || echo "guest: bad"
            """;
        using var temp = new TempFolder();
        byte[] content = TestBytes(5 * 4096);
        var tree = MakeTree(temp, machine, Script);
        foreach (string name in (string[])["good", "same"])
            File.WriteAllBytes(Path.Combine(tree, name), content);
        File.WriteAllBytes(Path.Combine(tree, "bad"), TestBytes(9 * 4096));
        new RealTool("mkfs.erofs").Run(temp["root"], tree).Accepts();
        string hash = MakeVerityDisk(temp);
        byte[] disk = File.ReadAllBytes(temp["disk"]);
        Spoil.Set(temp["disk"], disk.AsSpan().IndexOf(TestBytes(9 * 4096).AsSpan(4096, 4096)) + 100, 0);
        var initrd = new InitrdFiles(machine);
        initrd.AddModules("erofs", "dm-verity");
        initrd.Write(temp["initrd"]);

        string said = DirectBoot.Run(machine, temp["initrd"], temp["disk"], $"quiet roothash={hash} bq2.grow");

        Assert.Contains("guest: /dev/dm-0 / erofs ro", said, StringComparison.Ordinal);
        Assert.Contains("guest: good", said, StringComparison.Ordinal);
        Assert.Contains("guest: bad", said, StringComparison.Ordinal);
        Assert.Contains("is corrupted", said, StringComparison.Ordinal);
    }

    /// <summary>With devices that the command line names, and a byte of the first block changed.</summary>
    [Needs(Judges + " veritysetup")]
    [InlineData(Machine.Arm64)]
    public void AChangedFileSystemIsNotMounted(Machine machine)
    {
        using var temp = new TempFolder();
        MakeRoot(temp, machine, "echo not reached");
        string hash = MakeVerityDisk(temp);
        Spoil.Set(temp["disk"], Start * Mebibyte + 1100, 0xff);
        var initrd = new InitrdFiles(machine);
        initrd.AddModules("dm-verity");
        initrd.Add("lib/modules/none.ko missing=1");
        initrd.Write(temp["initrd"]);

        string said = DirectBoot.Run(machine, temp["initrd"], temp["disk"],
            $"quiet roothash={hash} root=/dev/nvme0n1p1 bq2.verity=259:2");

        Assert.Contains("bq2-init: cannot open the module /lib/modules/none.ko: ENOENT (2)", said, StringComparison.Ordinal);
        Assert.Contains("data block 0 is corrupted", said, StringComparison.Ordinal);
        Assert.Contains("bq2-init: cannot read the root file system /dev/dm-0: EIO (5)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("not reached", said, StringComparison.Ordinal);
    }

    // The partition before the root only makes that the second one.
    private static void MakeDisk(TempFolder temp, Machine machine, string script, int sectorSize = 512)
    {
        MakeRoot(temp, machine, script);
        if (sectorSize != 512)
        {
            var root = new Regions(Length * Mebibyte);
            root.Add(0, Content.FromFile(temp["root"]));
            Partition[] partitions = [new(PartitionType.Esp, new((Start - 1) * Mebibyte)), new(PartitionType.LinuxGeneric, root)];
            RawImage.Write(temp["disk"], GptDisk.Plan(partitions, new() { SectorSize = sectorSize }));
            return;
        }

        SetLength(temp["disk"], 64);
        RealTool.Sgdisk.Run(
            "--new=1:2048:+1M", $"--new=2:{Start * 2048}:+{Length}M", $"--change-name=2:{Label}", "--partition-guid=2:" + PartitionId,
            temp["disk"]).Accepts();
        Copy(temp["root"], temp["disk"], Start);
    }

    private static string MakeVerityDisk(TempFolder temp)
    {
        string said = new RealTool("veritysetup").Run("format", temp["root"], temp["hashes"]).Accepts().Said;
        string hash = Regex.Match(said, @"Root hash:\s+([0-9a-f]+)").Groups[1].Value;
        SetLength(temp["disk"], 64);
        RealTool.Sgdisk.Run(
            $"--new=1:{Start * 2048}:+32M", "--new=2:0:+2M", $"--partition-guid=1:{Guid.Parse(hash[..32])}",
            $"--partition-guid=2:{Guid.Parse(hash[32..])}", temp["disk"]).Accepts();
        Copy(temp["root"], temp["disk"], Start);
        Copy(temp["hashes"], temp["disk"], Start + 32);
        return hash;
    }

    private static void MakeRoot(TempFolder temp, Machine machine, string script)
    {
        string tree = MakeTree(temp, machine, script);
        new RealTool("mke2fs").Run(
            "-q", "-t", "ext4", "-L", "rootfs", "-U", FileSystemId, "-d", tree, "-b", "4096", temp["root"], $"{Length}M").Accepts();
    }

    private static string MakeTree(TempFolder temp, Machine machine, string script)
    {
        foreach (string folder in (string[])["bin", "sbin", "dev", "proc", "sys"])
            Directory.CreateDirectory(temp["tree/" + folder]);
        File.Copy(new GuestFiles(machine).Busybox, temp["tree/bin/busybox"]);
        File.CreateSymbolicLink(temp["tree/bin/sh"], "busybox");
        foreach (string name in (string[])["cat", "cmp", "cut", "df", "grep", "poweroff", "readlink", "sort", "tail", "tr"])
            File.CreateSymbolicLink(temp["tree/bin/" + name], "busybox");
        File.WriteAllText(temp["tree/sbin/init"], $"#!/bin/sh\n{script.ReplaceLineEndings("\n")}\npoweroff -f\n");
        new RealTool("chmod").Run("755", temp["tree/bin/busybox"], temp["tree/sbin/init"]).Accepts();
        return temp["tree"];
    }

    private static void SetLength(string path, long mebibytes)
    {
        using var file = File.Create(path);
        file.SetLength(mebibytes * Mebibyte);
    }

    private static void Copy(string from, string to, long mebibytes)
    {
        using var source = File.OpenRead(from);
        using var target = File.OpenWrite(to);
        target.Position = mebibytes * Mebibyte;
        source.CopyTo(target);
    }

    private static byte[] TestBytes(int length) => Bq2.Tests.Image.TestBytes.Make(length);
}
