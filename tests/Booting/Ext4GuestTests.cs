using System.Security.Cryptography;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Tests.Image;

namespace Bq2.Tests.Booting;

/// <summary>The kernel of a booted guest mounts what we wrote, reads it, and writes thousands of files into it.</summary>
public sealed class Ext4GuestTests : IDisposable
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64 e2fsck";

    // A folder with an index gets more names, blocks of it are split, some are freed, and the volume fills up.
    private const string Work = """
        mkdir /m
        mount -t ext4 /dev/nvme0n1p2 /m && say mounted
        say files $(find /m/many -type f | wc -l)
        say sum $(sha256sum < /m/big)
        say holes $(sha256sum < /m/holes)
        say link $(readlink /m/link)
        say device $(stat -c %t,%T /m/null) $(stat -c %a,%u,%g,%Y /m/big)
        i=0
        while [ $i -lt 3000 ]; do echo $i > "/m/many/a new name, also rather long, $i"; i=$((i+1)); done
        rm -f /m/many/*7
        mkdir -p /m/new/folder
        cp /m/big /m/new/folder/copy
        mv /m/many /m/new/moved
        ln /m/big /m/new/big
        sync
        say written
        dmesg | grep -E 'EXT4-fs (error|warning)|JBD2: (error|invalid)'

        """;

    private readonly TempFolder _temp = new();

    private string Disk => _temp["disk"];

    [Needs(Judges)]
    [InlineData(Machine.X64, 4096)]
    [InlineData(Machine.X64, 1024)]
    [InlineData(Machine.Arm64, 4096)]
    public void LinuxReadsWritesAndUnmounts(Machine machine, int blockSize)
    {
        MakeDisk(machine, blockSize, Work + "umount /m && say unmounted");

        string said = VirtualMachine.Run(machine, Disk);

        AssertWorked(said);
        Assert.Contains("guest: unmounted", said, StringComparison.Ordinal);
        ExtractVolume();
        AssertWritten();
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    public void SwitchedOffWithoutWarningItsJournalIsReplayed(Machine machine)
    {
        MakeDisk(machine, 4096, Work + "say ready; sleep 1000");
        using (var guest = VirtualMachine.Start(machine, Disk))
        {
            guest.WaitFor("guest: ready");
            AssertWorked(guest.Said);
        }

        ExtractVolume();
        using (var volume = Ext4Volume.Open(DiskImage.Open(_temp["volume"])))
            Assert.Contains(volume.Faults, fault => fault.Code == "EXT016");
        Assert.InRange(Ext4Judges.E2fsck.Run("-p", _temp["volume"]).ExitCode, 0, 1);
        AssertWritten();
    }

    public void Dispose() => _temp.Dispose();

    private void MakeDisk(Machine machine, int blockSize, string script)
    {
        var root = new Tree();
        for (int i = 0; i < 2000; i++)
            root.AddFile($"many/a name that is rather long, number {i}", Content.FromBytes(TestBytes.Make(i % 50)));
        var attributes = new EntryAttributes { Mode = 0x9ed, User = 70_000, Group = 5, Time = new(1_700_000_000) };   // 04755
        root.AddFile("big", Content.FromBytes(TestBytes.Make(5_000_000)), attributes);
        root.AddFile("holes", Content.FromRegions(Holes()));
        root.AddLink("link", new('t', 200));
        root.AddDevice("null", EntryKind.CharacterDevice, new(1, 300));
        var boot = new GuestFiles(machine).Disk with { Initrds = [Content.FromBytes(Initramfs.With(machine, script))] };
        var options = new Ext4Options { Size = 64 << 20, BlockSize = blockSize, Inodes = 8000 };
        RawImage.Write(Disk, GptDisk.Plan([
            new(PartitionType.Esp, FatVolume.Plan(boot.PlanEsp())), new(PartitionType.LinuxGeneric, Ext4Volume.Plan(root, options))]));
    }

    private static Regions Holes()
    {
        var holes = new Regions(3_000_000);
        for (int i = 0; i < 50; i++)
            holes.Add(i * 50_000, Content.FromBytes(TestBytes.Make(5000, i)));
        return holes;
    }

    private static void AssertWorked(string said)
    {
        using var holes = Source.Of(Holes());
        foreach (string line in new[]
        {
            "mounted", "files 2000", "sum " + Sum(TestBytes.Make(5_000_000)), "holes " + Sum(holes.ReadBytes(0, (int)holes.Length)),
            "link " + new string('t', 200), "device 1,12c 4755,70000,5,1700000000", "written",
        })
            Assert.Contains("guest: " + line, said, StringComparison.Ordinal);
        Assert.DoesNotContain("EXT4-fs error", said, StringComparison.Ordinal);
        Assert.DoesNotContain("EXT4-fs warning", said, StringComparison.Ordinal);
        Assert.DoesNotContain("JBD2", said, StringComparison.Ordinal);
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private void ExtractVolume()
    {
        using var disk = DiskImage.Open(Disk);
        using var partition = disk.Partition(2);
        RawImage.Write(_temp["volume"], Regions.Of(partition));
    }

    private void AssertWritten()
    {
        Assert.Empty(Ext4Judges.FindingsIn(_temp["volume"]));
        using var volume = Ext4Volume.Open(DiskImage.Open(_temp["volume"]));
        Assert.Equal(4500, volume.List("new/moved").Count);
        Assert.Equal("2999\n"u8, volume.Read("new/moved/a new name, also rather long, 2999"));
        Assert.Equal(TestBytes.Make(5_000_000), volume.Read("new/folder/copy"));
        Assert.Equal(volume.Find("big")!.Inode!.Value, volume.Find("new/big")!.Inode);
        Assert.Empty(volume.Faults);
    }
}
