using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Tests.Booting;

/// <summary>A root file system becomes a disk, and firmware, our loader, a kernel and our /init start what is in it.</summary>
public sealed class RootDiskTests
{
    private const int Mebibyte = 1 << 20;

    [Needs("qemu-system-x86_64 e2fsck")]
    [InlineData(Machine.X64)]
    public void ARootThatIsWrittenToGrowsWithItsDisk(Machine machine)
    {
        using var temp = new TempFolder();
        var disk = RootTree.DiskOf(new(RootTree.TreeFor(machine)) { Grow = true }, machine);
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
        var disk = RootTree.DiskOf(new(RootTree.TreeFor(machine)) { Kind = RootKind.Erofs, Verity = true }, machine);
        RawImage.Write(temp["disk"], disk.Plan());
        byte[] bytes = File.ReadAllBytes(temp["disk"]);
        Spoil.Set(temp["disk"], bytes.AsSpan().LastIndexOf("the changed file"u8) + 4, (byte)'C');

        string said = VirtualMachine.Run(machine, temp["disk"]);

        Assert.Contains("guest: /dev/dm-0 / erofs ro", said, StringComparison.Ordinal);
        Assert.Contains("guest: owner 7 8 -rwsr-x---", said, StringComparison.Ordinal);
        Assert.Contains("guest: changed file not read", said, StringComparison.Ordinal);
        Assert.Contains("is corrupted", said, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingIsRefusedByName()
    {
        var tree = RootTree.TreeFor(Machine.X64);
        tree.Remove("boot");
        Assert.Equal("IRD004", CodeOf(tree));

        tree = RootTree.TreeFor(Machine.X64);
        tree.Remove($"usr/lib/modules/{RootTree.Version}/kernel/dm-bufio.ko");
        Assert.Equal("IRD002", CodeOf(tree, verity: true));
        tree.AddFile($"usr/lib/modules/{RootTree.Version}/kernel/dm-bufio.ko",
            Content.FromBytes("\u007fELF and no more"u8.ToArray()));
        Assert.Equal("IRD001", CodeOf(tree, verity: true));
    }

    [Fact]
    public void TheDistributionsOwnInitrdIsTaken()
    {
        var tree = RootTree.TreeFor(Machine.X64);
        tree.AddFile($"boot/initrd.img-{RootTree.Version}", Content.FromBytes("its own"u8.ToArray()));

        var esp = RootTree.DiskOf(new(tree), Machine.X64).PlanEsp();

        Assert.Equal("its own"u8, esp.Find("initrd")!.Content!.Head(100));
        var ours = RootTree.DiskOf(new(tree) { Grow = true }, Machine.X64).PlanEsp().Find("initrd")!.Content!;
        Assert.Equal(Packing.Gzip, Packed.KindOf(ours.Head(16)));
    }

    [Fact]
    public void TheSameRootMakesTheSameDisk()
    {
        var tree = RootTree.TreeFor(Machine.X64);
        foreach (var root in new RootVolume[] { new(tree), new(tree) { Kind = RootKind.Erofs, Verity = true } })
        {
            var disk = RootTree.DiskOf(root, Machine.X64);
            using Source one = Source.Of(disk.Plan()), other = Source.Of(disk.Plan());
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
        RootTree.DiskOf(new(tree) { Kind = verity ? RootKind.Erofs : RootKind.Ext4, Verity = verity }, Machine.X64).Plan()).Fault.Code;

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
