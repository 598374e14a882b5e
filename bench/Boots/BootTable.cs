using System.Globalization;
using Bq2.Bench.Whole;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Bench.Boots;

/// <summary>
/// How long does the boot loader take, and how much memory? Beside systemd-boot on disks that differ in nothing else. The time is
/// that from the firmware's "starting" to the kernel's first word, by this computer's clock, so the initrds are in
/// memory by then, whoever fetched them; the memory is the least with which the guest's first program runs.
/// </summary>
internal static class BootTable
{
    private const int MemoryStep = 32;

    private static readonly int s_runs = Brief.Or(1, 5);
    private static readonly (int Mebibytes, double Goal)[] s_initrds = Brief.Or<(int, double)[]>([(4, 1.0)], [(30, 1.0), (300, 0.8)]);

    /// <summary>Measures with the guest files that eng/guest.sh left in a folder, one of its own for each machine.</summary>
    public static void Run(string guests, string folder, string program)
    {
        Directory.CreateDirectory(folder);
        Console.WriteLine("| machine | initrd | ours | systemd-boot | ratio | to reach |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var machine in (Machine[])[Machine.X64, Machine.Arm64])
        {
            foreach (var (mebibytes, goal) in s_initrds)
            {
                var (ours, theirs) = Disks(machine, mebibytes);
                List<double> us = [], them = [];
                for (int run = 0; run < s_runs; run++)
                {
                    them.Add(theirs.SecondsToKernel());
                    us.Add(ours.SecondsToKernel());
                }

                double ratio = Median(us) / Median(them);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {machine.Name()} | {mebibytes} MB | {Median(us):0.00} s | {Median(them):0.00} s "
                    + $"| **{ratio:0.00}** | {goal:0.0} |"));
            }
        }

        if (Brief.Asked)
            return;

        Console.WriteLine();
        var (leanest, other) = Disks(Machine.X64, 300);
        Console.WriteLine(
            $"least memory with 300 MB of initrd on x86_64: {Least(leanest)} MiB with ours, {Least(other)} MiB with systemd-boot");

        (TimedBoot Ours, TimedBoot Theirs) Disks(Machine machine, int mebibytes)
        {
            string guest = Path.Combine(guests, machine.Name());
            Content initrd = Content.FromBytes(Padded(Path.Combine(guest, "initrd.cpio"), mebibytes << 20));
            var disk = new BootDisk
            {
                Machine = machine,
                Kernel = Content.FromFile(Path.Combine(guest, "vmlinuz")),
                Initrds = [initrd],
                CommandLine = machine == Machine.X64
                    ? "console=ttyS0 earlyprintk=serial,ttyS0 panic=-1"
                    : "console=ttyAMA0 earlycon=pl011,0x9000000 panic=-1",
            };
            return (Boot("ours", disk), Boot("theirs", disk with { Loader = Content.FromFile(Path.Combine(guest, "systemd-boot.efi")) }));

            TimedBoot Boot(string name, BootDisk made)
            {
                string path = Path.Combine(folder, name + ".raw");
                RawImage.Write(path, made.Plan());
                return new(program, path, machine.Name());
            }
        }
    }

    private static int Least(TimedBoot boot)
    {
        int enough = 2048, tooLittle = 256;
        while (enough - tooLittle > MemoryStep)
        {
            int middle = (enough + tooLittle) / 2 / MemoryStep * MemoryStep;
            if (boot.ComesUp(middle))
                enough = middle;
            else
                tooLittle = middle;
        }

        return enough;
    }

    // Behind the archive stands noise, which the kernel takes into memory with it and then finds to be none.
    private static byte[] Padded(string initrd, int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        File.ReadAllBytes(initrd).CopyTo(bytes, 0);
        return bytes;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
