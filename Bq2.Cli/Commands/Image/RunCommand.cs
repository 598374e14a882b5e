using System.CommandLine;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Boots a disk in QEMU, shows its serial output, and reports whether the expected text appeared.</summary>
internal static partial class RunCommand
{
    public const string Summary = "Boots a disk in QEMU and shows its serial output.";

    // Seconds. Without --expect somebody is watching.
    private static readonly int s_patience = (int)BootOptions.UsualPatience.TotalSeconds;

    public static void Define(Command command)
    {
        var disk = new Argument<string>("DISK")
        {
            Description =
                "A raw or QCOW2 disk, which is not changed; a UEFI program; or a folder or archive with a root file system, "
                + "kernel included, or with files for an EFI system partition",
        }.OfferingFiles();
        var arch = Options.Choice("--arch", "The machine", [.. QemuMachine.All.Select(machine => machine.Name)]);
        var memory = Options.Number("--memory", "MiB", BootOptions.MinMemory, BootOptions.MaxMemory,
            $"The machine's memory ({BootOptions.UsualMemory} when not given)");
        var timeout = Options.Number("--timeout", "SECONDS", 1, 1 << 20, $"How long to wait ({s_patience} with --expect)");
        var expect = Options.Text("--expect", "TEXT", "Succeed only if the serial output contains this text");
        var reject = Options.Texts("--reject", "TEXT", "Fail if the serial output contains this text; may be repeated");
        var dryRun = new Option<bool>("--dry-run") { Description = "Print QEMU's command line and run nothing" };
        var raw = new Option<bool>("--raw") { Description = "Pass on every byte, terminal control sequences too" };
        command.Add(disk);
        foreach (Option option in (Option[])[arch, memory, timeout, expect, reject, raw, dryRun])
            command.Add(option);
        var opening = Options.Opening(command, "DISK");
        Options.Exclude(command, dryRun, "runs nothing", timeout, expect, reject, raw);

        command.SetAction(words =>
        {
            var options = opening(words);
            string path = words.GetRequiredValue(disk);
            string? expected = words.GetValue(expect);
            int? seconds = words.GetValue(timeout) ?? (expected is null ? null : s_patience);
            if (words.GetValue(raw) && Say.Quiet)
                throw new UsageException("--quiet hides the serial output, so --raw does not go with it");
            using var start = StartableOf(path, options);
            var boot = start.On(MachineOf(path, start, words.GetValue(arch)), Ambient.ConfigFolder) with
            {
                Interactive = !Console.IsInputRedirected,
                Memory = words.GetValue(memory) ?? BootOptions.UsualMemory,
                Expect = expected,
                Reject = words.GetValue(reject) ?? [],
                Timeout = seconds is null ? null : TimeSpan.FromSeconds(seconds.Value),
            };
            if (!words.GetValue(dryRun))
            {
                Say.Verbose(QemuCommand.Line(boot));
                SayIfTooSmall(boot, start.Options);
                return Run(boot, words.GetValue(raw));
            }

            return !start.IsTemporary ? Print(boot)
                : throw new UsageException($"--dry-run needs a disk, and {path} is not one: its temporary disk ends with the command");
        });
    }

    private static Startable StartableOf(string path, OpenOptions options)
    {
        if (Directory.Exists(path))
        {
            return options.Format is null ? Startable.OfFolder(path, options)
                : throw new UsageException($"-f is the format of a disk, and {path} is a folder");
        }

        using var file = Inputs.Open(path);
        if (options.Format is null && !Inputs.CanBeReadOnce(path) && AnyArchive.Is(FileSource.Of(file)))
            return Startable.OfTree(path, Inputs.Tree(path));
        return Startable.Of(path, file, isPipe: Inputs.CanBeReadOnce(path), options);
    }

    private static QemuMachine MachineOf(string path, Startable start, string? arch)
    {
        if (arch is not null && start.Program?.Name() is { } only && only != arch)
            throw new UsageException($"--arch is {arch}, but {path} is for {only}");
        string machine = arch ?? start.OnlyMachine()?.Name()
            ?? throw new UsageException($"{path} does not show which machine it is for: add --arch");
        return QemuMachine.Find(machine)
            ?? throw new UsageException($"no machine is called '{machine}'"
                + Near.Words(machine, QemuMachine.All.Select(known => known.Name)));
    }

    private static int Print(Boot boot)
    {
        Console.Out.WriteLine(QemuCommand.Line(boot));
        return ExitCode.Done;
    }

    // Only a note: another kernel may need less.
    private static void SayIfTooSmall(Boot boot, OpenOptions options)
    {
        if (boot.Memory < BootOptions.UsualMemory && MemoryNeed.Of(boot.Disk, boot.Machine, options) is var need && boot.Memory < need)
        {
            Say.Note($"this disk needs about {need} MiB of memory, and the machine has {boot.Memory}: "
                + "firmware or the kernel may crash silently");
        }
    }
}
