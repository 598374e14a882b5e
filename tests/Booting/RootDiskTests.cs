using System.Text;
using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Cli;

namespace Bq2.Tests.Booting;

/// <summary>A root file system becomes a disk, and firmware, our loader, a kernel and our /init start what is in it.</summary>
public sealed class RootDiskTests
{
    private const string Version = "6.1.0-test";
    private const int Mebibyte = 1 << 20;

    [Needs("qemu-system-x86_64 e2fsck")]
    [InlineData(Machine.X64)]
    public void ARootThatIsWrittenToGrowsWithItsDisk(Machine machine)
    {
        using var temp = new TempFolder();
        var disk = DiskOf(new(TreeFor(machine)) { Grow = true }, machine);
        RawImage.Write(temp["disk"], disk.Plan());
        using (var file = File.OpenWrite(temp["disk"]))
            file.SetLength(file.Length + 200 * Mebibyte);

        string said = VirtualMachine.Run(machine, temp["disk"]);

        Assert.Matches(@"guest: /dev/\w+ / ext4 rw", said);
        Assert.Matches(@"guest: room [23]\d\d ", said);
        Assert.Contains("guest: owner 7 8 -rwsr-x---", said, StringComparison.Ordinal);
        using var image = DiskImage.Open(temp["disk"]);
        var grown = GptDisk.Read(image);
        Assert.Null(grown.Damage);
        var root = grown.Partitions[^1];
        Assert.True(root.Length > 200 * Mebibyte);
        Cut(temp["disk"], temp["root"], root);
        new RealTool("e2fsck").Run("-fn", temp["root"]).Accepts();
    }

    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64)]
    public void ARootThatIsProtectedStartsAndIsNotReadWhereItWasChanged(Machine machine)
    {
        using var temp = new TempFolder();
        var disk = DiskOf(new(TreeFor(machine)) { Kind = RootKind.Erofs, Verity = true }, machine);
        RawImage.Write(temp["disk"], disk.Plan());
        byte[] bytes = File.ReadAllBytes(temp["disk"]);
        Spoil.Set(temp["disk"], bytes.AsSpan().LastIndexOf("the changed file"u8) + 4, (byte)'C');

        string said = VirtualMachine.Run(machine, temp["disk"]);

        Assert.Contains("guest: /dev/dm-0 / erofs ro", said, StringComparison.Ordinal);
        Assert.Contains("guest: owner 7 8 -rwsr-x---", said, StringComparison.Ordinal);
        Assert.Contains("guest: changed file not read", said, StringComparison.Ordinal);
        Assert.Contains("is corrupted", said, StringComparison.Ordinal);
    }

    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64)]
    public void AnArchiveIsRunAsItIs(Machine machine)
    {
        using var temp = new TempFolder();
        TarArchive.Write(temp["root.tar.gz"], TreeFor(machine), packing: new() { Packing = Packing.Gzip });

        var outcome = Bq2Program.Run("image", "run", temp["root.tar.gz"], "--expect", "guest: owner 7 8 -rwsr-x---", "--timeout", "60");

        Assert.Contains("ext4 rw", outcome.Accepts().Said, StringComparison.Ordinal);
    }

    [Needs("blkid sgdisk")]
    [InlineData("build --root ROOT -o DISK", "root-x86-64 ext4")]
    [InlineData("build --root ROOT -o DISK --root-type erofs", "root-x86-64 erofs")]
    [InlineData("build --root ROOT -o DISK --read-only", "root-x86-64 erofs root-x86-64-verity DM_verity_hash")]
    [InlineData("build --root ROOT -o DISK --partition swap::2M --partition home:HOME:20M", "swap swap home ext4 root-x86-64 ext4")]
    public void TheCommandMakesThePartitionsThatWereAskedFor(string words, string expected)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["home"]);
        File.WriteAllText(temp["home/file"], "mine");
        TarArchive.Write(temp["root.tar"], TreeFor(Machine.X64));
        string line = words.Replace("ROOT", temp["root.tar"], StringComparison.Ordinal)
            .Replace("DISK", temp["disk.raw"], StringComparison.Ordinal).Replace("HOME", temp["home"], StringComparison.Ordinal);

        Bq2Program.Run(["image", .. line.Split(' ')]).Accepts();

        new RealTool("sgdisk").Run("-v", temp["disk.raw"]).Accepts();
        using var disk = DiskImage.Open(temp["disk.raw"]);
        var found = GptDisk.Read(disk).Partitions.Skip(1).Select(partition =>
        {
            string[] probe = ["-p", "-O", $"{partition.Offset}", "-o", "value", "-s", "TYPE", temp["disk.raw"]];
            return $"{partition.Type.Name} {new RealTool("blkid").Run(probe).Accepts().Said.Trim()}";
        });
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Theory]
    [InlineData("", "IRD004: there is no kernel in the root file system")]
    [InlineData("--kernel-version 1.2", "IRD004: there is no kernel 1.2 in the root file system")]
    public void ARootWithoutItsKernelIsSaidToBe(string words, string message)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["root"]);

        string[] more = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var outcome = Bq2Program.Run(["image", "build", "-o", temp["disk"], "--root", temp["root"], .. more]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--root-size 1G", "--root-size needs --root")]
    [InlineData("--kernel K --grow", "--grow needs --root")]
    [InlineData("--root R --grow --read-only", "--grow needs a root that can be written, so --read-only does not go with it")]
    [InlineData("--kernel K --partition nonsense", "'nonsense' is not a type: expected swap, home")]
    [InlineData("--kernel K --partition swap:folder", "expected swap::SIZE")]
    public void WordsThatDoNotGoTogetherAreRefused(string words, string message)
    {
        using var temp = new TempFolder();
        File.Copy(new GuestFiles(Machine.X64).Kernel, temp["K"]);

        var outcome = Bq2Program.Run(
            ["image", "build", "-o", temp["disk"], .. words.Replace("K", temp["K"], StringComparison.Ordinal).Split(' ')]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Complained, StringComparison.Ordinal);
        Assert.False(File.Exists(temp["disk"]));
    }

    [Needs("cpio")]
    [InlineData("/bin/busybox")]
    public void TheCommandMakesAnInitrdByItself(string program)
    {
        using var temp = new TempFolder();
        TarArchive.Write(temp["root.tar"], TreeFor(Machine.X64));

        Bq2Program.Run("image", "initrd", temp["root.tar"], "-o", temp["initrd.cpio"], "--root-type", "erofs", "--verity",
            "--program", program).Accepts();
        Bq2Program.Run("image", "initrd", temp["root.tar"], "-o", temp["initrd.gz"], "--root-type", "erofs", "--verity",
            "--program", program).Accepts();

        string listed = RealTool.Bash.Run("-c", "cpio -t --quiet <\"$1\"", "cpio", temp["initrd.cpio"]).Accepts().Said;
        foreach (string name in new[] { "init", "lib/modules/load", "lib/modules/dm_verity.ko", "lib/modules/erofs.ko", program[1..] })
            Assert.Contains(name, listed.Split('\n'));
        Assert.Empty(TreeComparison.Differences(Tree.FromArchive(temp["initrd.cpio"]), Tree.FromArchive(temp["initrd.gz"])));
    }

    [Fact]
    public void WhatIsMissingIsRefusedByName()
    {
        var tree = TreeFor(Machine.X64);
        tree.Remove("boot");
        Assert.Equal("IRD004", CodeOf(tree));

        tree = TreeFor(Machine.X64);
        tree.Remove($"usr/lib/modules/{Version}/kernel/dm-bufio.ko");
        Assert.Equal("IRD002", CodeOf(tree, verity: true));
        tree.AddFile($"usr/lib/modules/{Version}/kernel/dm-bufio.ko", Content.FromBytes("\u007fELF and no more"u8.ToArray()));
        Assert.Equal("IRD001", CodeOf(tree, verity: true));
    }

    [Fact]
    public void TheDistributionsOwnInitrdIsTaken()
    {
        var tree = TreeFor(Machine.X64);
        tree.AddFile($"boot/initrd.img-{Version}", Content.FromBytes("its own"u8.ToArray()));

        var esp = DiskOf(new(tree), Machine.X64).PlanEsp();

        Assert.Equal("its own"u8, esp.Find("initrd")!.Content!.Head(100));
        var ours = DiskOf(new(tree) { Grow = true }, Machine.X64).PlanEsp().Find("initrd")!.Content!;
        Assert.Equal(Packing.Gzip, Packed.KindOf(ours.Head(16)));
    }

    [Fact]
    public void TheSameRootMakesTheSameDisk()
    {
        var tree = TreeFor(Machine.X64);
        foreach (var root in new RootVolume[] { new(tree), new(tree) { Kind = RootKind.Erofs, Verity = true } })
        {
            using Source one = Source.Of(DiskOf(root, Machine.X64).Plan()), other = Source.Of(DiskOf(root, Machine.X64).Plan());
            Assert.Equal(one.Length, other.Length);
            Assert.Null(DiskComparison.FirstDifference(one, other));
        }
    }

    [Theory]
    [InlineData("6.1.0-9", "6.1.0-10")]
    [InlineData("6.1.0-9-amd64", "6.1.0-9-cloud-amd64")]
    [InlineData("6.1", "6.1.1")]
    [InlineData("6.01.2", "6.1.10")]
    [InlineData("5.999", "10.0")]
    public void VersionsAreOrderedByTheirNumbers(string older, string newer)
    {
        Assert.True(KernelVersions.Order.Compare(older, newer) < 0);
        Assert.True(KernelVersions.Order.Compare(newer, older) > 0);
        Assert.Equal(0, KernelVersions.Order.Compare(older, older));
    }

    private static string CodeOf(Tree tree, bool verity = false) => Assert.Throws<FaultException>(() =>
        DiskOf(new(tree) { Kind = verity ? RootKind.Erofs : RootKind.Ext4, Verity = verity }, Machine.X64).Plan()).Fault.Code;

    private static BootDisk DiskOf(RootVolume root, Machine machine) => new()
    {
        Machine = machine,
        Root = root,
        CommandLine = $"console={new GuestFiles(machine).Console} quiet panic=-1",
    };

    /// <summary>busybox, the kernel with the modules that the root needs, and a first program that says what it sees.</summary>
    private static Tree TreeFor(Machine machine)
    {
        const string Script = """
            #!/bin/busybox sh
            /bin/busybox --install -s /bin 2>/dev/null
            b=/bin/busybox
            echo "guest: $($b grep ' / ' /proc/mounts)"
            echo "guest: room $($b df -m / | $b awk 'END { print $2, "MB" }')"
            echo "guest: owner $($b stat -c '%u %g %A' /owned)"
            $b cat /changed >/dev/null 2>&1 || echo "guest: changed file not read"
            $b poweroff -f
            """;
        var guest = new GuestFiles(machine);
        var tree = new Tree();
        tree.AddFile("sbin/init", Content.FromBytes(Encoding.UTF8.GetBytes(Script)), new() { Mode = 0x1ed });
        tree.AddFile("bin/busybox", Content.FromFile(guest.Busybox), new() { Mode = 0x1ed });
        tree.AddFile("owned", Content.FromBytes("x"u8.ToArray()), new() { Mode = 0x9e8, User = 7, Group = 8 });
        tree.AddFile("changed", Content.FromBytes((byte[])[.. new byte[8192], .. "the changed file"u8, .. new byte[8192]]));
        foreach (string folder in new[] { "dev", "proc", "sys" })
            tree.AddFolder(folder);
        tree.AddFile($"boot/vmlinuz-{Version}", Content.FromFile(guest.Kernel));
        tree.AddLink("lib", "usr/lib");
        tree.AddFile($"usr/lib/modules/{Version}/modules.builtin", Content.FromBytes("kernel/fs/ext4/ext4.ko\n"u8.ToArray()));
        foreach (string module in guest.ModulesWith("erofs", "dm-verity"))
            tree.AddFile($"usr/lib/modules/{Version}/kernel/{Path.GetFileName(module)}", Content.FromFile(module));
        return tree;
    }

    private static void Cut(string disk, string target, FoundPartition partition)
    {
        using var from = File.OpenRead(disk);
        using var to = File.Create(target);
        from.Position = partition.Offset;
        var buffer = new byte[Mebibyte];
        for (long left = partition.Length; left > 0; left -= buffer.Length)
        {
            from.ReadExactly(buffer, 0, (int)Math.Min(buffer.Length, left));
            to.Write(buffer, 0, (int)Math.Min(buffer.Length, left));
        }
    }
}
