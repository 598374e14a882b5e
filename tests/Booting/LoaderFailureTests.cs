using System.Security.Cryptography;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Booting;

/// <summary>Entries that cannot be started: each is told of by name and with its reason, and the next one is tried.</summary>
public sealed class LoaderFailureTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    /// <summary>All of them in one boot, and a good one at the end.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64, Machine.Arm64)]
    [InlineData(Machine.Arm64, Machine.X64)]
    public void TheNextEntryIsTried(Machine machine, Machine other)
    {
        using var temp = new TempFolder();
        var files = Broken(machine, other);
        files.AddEntry("1-good.conf", "choice=good", "title Good\nlinux-sha256 " + Hash(files.Kernel()));

        string said = VirtualMachine.Run(machine, files.Write(temp));

        AssertTold(said, machine, other);
        Assert.Contains("bq2: trying the next entry: 1-good.conf", said, StringComparison.Ordinal);
        Assert.Contains("guest: choice good", said, StringComparison.Ordinal);
    }

    /// <summary>The same without the good one: nothing starts, and firmware gets the machine back.</summary>
    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64, Machine.X64)]
    public void IfNoEntryStartsFirmwareContinues(Machine machine, Machine other)
    {
        using var temp = new TempFolder();
        using var started = VirtualMachine.Start(machine, Broken(machine, other).Write(temp));

        started.WaitFor("failed to start Boot0001");

        AssertTold(started.Said, machine, other);
        Assert.DoesNotContain("guest:", started.Said, StringComparison.Ordinal);
    }

    private static BootFiles Broken(Machine machine, Machine other)
    {
        var files = BootFiles.With(machine, "say \"$(sed 's/.*choice=/choice /' /proc/cmdline)\"");
        byte[] kernel = files.Kernel();
        files.Configure("timeout 0\n");
        files.Add("cut", kernel[..(kernel.Length / 2)]);
        files.Add("foreign", File.ReadAllBytes(new GuestFiles(other).Kernel)[..100_000]);
        files.Add("text", "no kernel at all");
        files.Add("extra", "an initrd");
        files.Add("loader/entries/9-missing.conf", "linux /nowhere/linux\n");
        files.Add("loader/entries/8-wrong-hash.conf", $"linux /linux\nlinux-sha256 {new string('0', 64)}\n");
        files.Add("loader/entries/7-cut.conf", "linux /cut\n");
        files.Add("loader/entries/6-foreign.conf", "linux /foreign\n");
        files.Add("loader/entries/5-text.conf", "linux /text\n");
        files.Add("loader/entries/4-no-initrd.conf", "linux /linux\ninitrd /initrd\ninitrd /nowhere/initrd\n");
        files.AddEntry("3-wrong-initrd.conf",
            "choice=bad", $"initrd /extra\ninitrd-sha256 {new string('1', 64)}\ninitrd-sha256 {new string('2', 64)}");
        files.Add("loader/entries/2-tree.conf", "linux /linux\ndevicetree /text\n");
        files.Add("loader/entries/skipped.conf", $"linux /linux\narchitecture {other.UefiName()}\n");
        return files;
    }

    private static void AssertTold(string said, Machine machine, Machine other)
    {
        string[] reasons =
        [
            @"bq2: wrong content of \linux (entry 8-wrong-hash.conf): its SHA-256 is " + Hash(new BootFiles(machine).Kernel())
                + ", the entry says 0000",
            @"bq2: cannot start \cut (entry 7-cut.conf): it is cut off",
            $@"bq2: kernel \foreign is for {other.Name()}, this machine is {machine.Name()} (entry 6-foreign.conf)",
            @"bq2: cannot start \text (entry 5-text.conf): it is not an EFI program",
            @"bq2: cannot read \nowhere\initrd (entry 4-no-initrd.conf): not found",
            @"bq2: wrong content of \extra (entry 3-wrong-initrd.conf): its SHA-256 is " + Hash("an initrd"u8.ToArray())
                + ", the entry says 1111",
            @"bq2: kernel \linux (entry 3-wrong-initrd.conf) has come back: compromised data",
            @"bq2: cannot use \text (entry 2-tree.conf): compromised data",
        ];
        int from = 0;
        foreach (string reason in reasons)
        {
            int found = said.IndexOf(reason, from, StringComparison.Ordinal);
            Assert.True(found >= 0, $"not said, or not in its turn: {reason}\n{said}");
            from = found + reason.Length;
        }

        Assert.DoesNotContain("9-missing.conf", said, StringComparison.Ordinal);
        Assert.DoesNotContain("skipped.conf", said, StringComparison.Ordinal);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
