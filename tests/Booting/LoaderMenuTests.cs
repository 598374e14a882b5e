using System.Text.RegularExpressions;
using Bq2.Efi.Pe;

namespace Bq2.Tests.Booting;

/// <summary>The menu, by somebody at the serial line.</summary>
public sealed class LoaderMenuTests
{
    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    private const string Down = "\u001b[B", Left = "\u001b[D";

    /// <summary>Two boots: one in which an entry is chosen and its command line edited, one in which it is the saved one.</summary>
    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void AnEntryIsChosenAndEdited(Machine machine)
    {
        using var temp = new TempFolder();
        var files = BootFiles.With(machine, """
            say "line $(cat /proc/cmdline)"
            text LoaderEntryLastBooted
            have LoaderTimeMenuUSec && say "there was a menu"
            grep typed /proc/cmdline && reboot -f
            """);
        files.Configure("timeout 60\ndefault @saved\nauto-firmware no\n");
        files.AddEntry("a.conf", "choice=a", "title Same");
        files.AddEntry("b.conf", "choice=b", "title Same\nversion 7");
        files.AddEntry("c.conf", "choice=c", "title " + new string('T', 200));
        files.AddEntry("d+2.conf", "choice=d", "title Counted");
        files.Add("loader/entries/zz-gone.conf", "linux /gone\n");
        files.Add("loader/entries/zz-long.conf", $"title {new string('L', 200)}\nlinux /gone\n");
        files.AddEntry("foreign.conf", "choice=none", "architecture riscv64");
        files.AddEntry("unread.conf", "choice=none");
        string disk = files.Write(temp);
        BootFiles.TakeClusters(disk, "loader/entries/unread.conf");
        using var started = VirtualMachine.Start(machine, disk);

        started.WaitFor("Bq2 boot menu");
        started.WaitFor("Counted - tries left: 2");
        started.WaitFor("TTT...");
        started.WaitFor("Same (7)");
        started.WaitFor("Same (a.conf)");
        started.WaitFor("LLL... - skipped: its kernel is missing: /gone");
        started.WaitFor("zz-gone.conf - skipped: its kernel is missing: /gone");
        started.WaitFor("unread.conf - skipped: it cannot be read");
        started.WaitFor("foreign.conf - skipped: it is for another machine");
        started.WaitFor("h helps.");
        started.WaitFor("Boot in 5");

        // The clock stands above the help, which stays.
        started.Type("p");
        started.WaitFor(", line 1 of 8: d+2.conf");
        Assert.Single(Regex.Matches(started.Said, "h helps"));
        started.Type("h");
        started.WaitFor("q quit");
        started.Type("G");            // means nothing
        started.Type(Down + Down);
        started.WaitFor("> Same (7)");
        started.Type("e");
        started.WaitFor("choice=b");
        started.Type(" typex" + Left + "\u007f" + "\u0005" + "\b" + "ed=yes\r");
        started.WaitFor("starting Same");
        started.WaitFor("choice=b typed=yes");
        started.WaitFor("guest: line");
        started.WaitFor("choice=b typed=yes");
        started.WaitFor("LoaderEntryLastBooted=b.conf");
        started.WaitFor("there was a menu");

        started.WaitFor("> Same (7)");
        started.Type("\r");
        started.WaitFor("guest: line");
        Assert.EndsWith("choice=b", started.WaitForEnd().Split("guest: line")[^1].Split('\n')[0].TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>Two hundred entries, of which the last one is wanted; and no menu without a key.</summary>
    [Needs("qemu-system-aarch64")]
    [InlineData(Machine.Arm64)]
    public void ItScrolls(Machine machine)
    {
        using var temp = new TempFolder();
        var files = BootFiles.With(machine, """
            list LoaderEntries
            say "line $(cat /proc/cmdline)"
            grep entry-199 /proc/cmdline && reboot -f
            """);
        files.Configure("timeout menu-hidden\nauto-firmware no\n");
        for (int i = 0; i < 200; i++)
            files.AddEntry($"entry-{i}.conf", $"choice=entry-{i}-");
        using var started = VirtualMachine.Start(machine, files.Write(temp));

        started.WaitFor("guest: LoaderEntries=entry-199.conf entry-198.conf ");
        started.WaitFor(" entry-10.conf entry-9.conf ");
        started.WaitFor("choice=entry-199-");
        started.WaitFor("BdsDxe: starting");
        for (int i = 0; i < 20; i++)
            started.Type(" ");       // held down
        started.WaitFor("> entry-199.conf");
        started.Type("\u001b[4~");   // end, as a VT220 says it
        started.WaitFor("> entry-0.conf");
        started.Type("\u001b[A\r");
        started.WaitFor("guest: line");
        started.WaitFor("choice=entry-1-");
        Assert.DoesNotContain("choice=entry-0-", started.WaitForEnd(), StringComparison.Ordinal);
    }
}
