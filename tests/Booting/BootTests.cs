using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Tests.Booting;

/// <summary>The whole chain, from C# to a Linux that says its word; and each of its links broken, which must be told.</summary>
public sealed class BootTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    private const long FirstPartition = 1 << 20;

    [Needs(Judges)]
    [InlineData(Machine.X64, "raw", null, 512)]
    [InlineData(Machine.X64, "qcow2", null, 4096)]
    [InlineData(Machine.X64, "qcow2", Qcow2Compression.Zstd, 512)]
    [InlineData(Machine.Arm64, "raw", null, 4096)]
    [InlineData(Machine.Arm64, "qcow2", null, 512)]
    [InlineData(Machine.Arm64, "qcow2", Qcow2Compression.Zlib, 512)]
    public void LinuxSaysItsWord(Machine machine, string format, Qcow2Compression? packed, int sector)
    {
        using var temp = new TempFolder();
        var guest = new GuestFiles(machine);
        var rescue = new BootMenuEntry("rescue", [new("linux", "/linux"), new("options", "rescue")]);   // it would come first
        var plan = (guest.Disk with { SectorSize = sector, Hashes = true, Entries = [rescue] }).Plan();
        if (format == "raw")
            RawImage.Write(temp["disk"], plan);
        else
            Qcow2Image.Write(temp["disk"], plan, new() { Compression = packed });

        string said = BootAndHear(temp["disk"], machine, format, GuestFiles.Done).Said;

        Assert.Contains("bq2: starting Linux: \\linux", said, StringComparison.Ordinal);
        Assert.Contains($"bq2-guest: machine {machine.Name()}", said, StringComparison.Ordinal);
        Assert.Contains($"bq2-guest: command line {guest.Disk.CommandLine}", said, StringComparison.Ordinal);
        Assert.Contains($"bq2-guest: disk nvme0n1 {plan.Length} bytes", said, StringComparison.Ordinal);
        Assert.Matches("bq2-guest: loader Bq2 [0-9.]+, on partition [0-9A-F-]{36}, started linux.conf", said);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void AnAlteredLoaderIsNotStarted(Machine machine)
    {
        using var temp = new TempFolder();
        byte[] loader = File.ReadAllBytes(Repository.Loader(machine));
        loader[0x44] ^= 0x01;   // the machine in its header
        var esp = new GuestFiles(machine).Disk.PlanEsp();
        Write(temp["disk"], "raw", DiskOf(Replacing(esp, "EFI/BOOT/" + machine.BootFileName(), loader)));

        AssertRefused(temp["disk"], machine, "raw", "failed to load Boot0001");
        Assert.Equal("PE010", Assert.Single(EfiRules.Check(PeImage.Read("loader", loader))).Code);
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void FirmwareFindsNothingOnASpoiledFat(Machine machine)
    {
        using var temp = new TempFolder();
        Write(temp["disk"], "raw", new GuestFiles(machine).Disk.Plan());
        Spoil.Set(temp["disk"], FirstPartition + 11, 0x00, 0x03);   // bytes per sector: 768

        AssertRefused(temp["disk"], machine, "raw", "failed to load Boot0001");
        AssertNamed(temp["disk"], "FAT");
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void FirmwareFindsNothingBehindASpoiledGpt(Machine machine)
    {
        using var temp = new TempFolder();
        var plan = new GuestFiles(machine).Disk.Plan();
        Write(temp["disk"], "raw", plan);
        Spoil.Flip(temp["disk"], 512 + 40);                  // both headers: with one of them sound, firmware mends the other
        Spoil.Flip(temp["disk"], plan.Length - 512 + 40);

        AssertRefused(temp["disk"], machine, "raw", "failed to load Boot0001");
        AssertNamed(temp["disk"], "GPT");
    }

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void QemuRefusesASpoiledQcow2Header(Machine machine)
    {
        using var temp = new TempFolder();
        Write(temp["disk"], "qcow2", new GuestFiles(machine).Disk.Plan());
        var boot = Start(temp["disk"], machine, "qcow2", GuestFiles.Done);   // we would refuse it ourselves
        Spoil.Set(temp["disk"], 7, 9);   // version 9

        var outcome = QemuRun.Boot(boot);

        Assert.Contains("Unsupported qcow2 version 9", outcome.Complained, StringComparison.Ordinal);
        AssertNamed(temp["disk"], "QCW004");
    }

    private static void Write(string path, string format, Regions plan)
    {
        if (format == "raw")
            RawImage.Write(path, plan);
        else
            Qcow2Image.Write(path, plan);
    }

    private static Regions DiskOf(Tree esp) => GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(esp))]);

    /// <summary>The same tree with one file changed.</summary>
    private static Tree Replacing(Tree tree, string path, byte[] bytes)
    {
        var other = new Tree();
        Copy(tree.Root);
        return other;

        void Copy(TreeEntry folder)
        {
            foreach (var entry in folder.Children)
            {
                if (entry.IsFolder)
                    Copy(entry);
                else if (entry.Path != path)
                    other.AddFile(entry.Path, entry.Content!);
                else
                    other.AddFile(path, Content.FromBytes(bytes));
            }
        }
    }

    private static Boot Start(string disk, Machine machine, string format, string expect) =>
        Boot.Of(disk, QemuMachine.Of(machine)) with { Format = format, Expect = expect, Timeout = TimeSpan.FromSeconds(90) };

    private static BootOutcome BootAndHear(string disk, Machine machine, string format, string expect)
    {
        var outcome = Emulator.Run(Start(disk, machine, format, expect));
        Assert.True(outcome.ExpectedSaid, $"nobody said \"{expect}\":\n{outcome.Said}{outcome.Complained}");
        return outcome;
    }

    private static void AssertRefused(string disk, Machine machine, string format, string reason)
    {
        string said = BootAndHear(disk, machine, format, reason).Said;

        Assert.DoesNotContain("bq2-guest:", said, StringComparison.Ordinal);
    }

    /// <summary>What is broken is told before a machine is started, if only the disk is asked for its machine.</summary>
    private static void AssertNamed(string disk, string code)
    {
        var outcome = Cli.Bq2Program.Run("image", "run", disk);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(code, outcome.Complained, StringComparison.Ordinal);
    }
}
