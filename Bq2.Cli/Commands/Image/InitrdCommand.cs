using System.CommandLine;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Makes a small initrd for a root file system.</summary>
internal static class InitrdCommand
{
    public const string Summary = "Makes a small initrd for a root file system, with the modules that its kernel needs.";

    public static void Define(Command command)
    {
        var root = new Argument<string>("ROOT") { Description = $"The root file system: {TreeWords.Meaning}" }.OfferingFiles();
        var file = new Option<string>("-o")
        {
            HelpName = "FILE",
            Description = "The initrd to make, packed with gzip unless its name ends in .cpio",
            Required = true,
        }.OfferingFiles();
        var arch = Options.Choice("--arch", "The machine (that of the kernel in ROOT when not given)",
            [.. QemuMachine.All.Select(machine => machine.Name)]);
        var version = Options.Text("--kernel-version", "VERSION", "The kernel whose modules are taken (the newest when not given)");
        var kind = Options.Choice("--root-type", "The root's file system (ext4 when not given)", "ext4", "erofs");
        var verity = new Option<bool>("--verity") { Description = "Be able to open a root that dm-verity protects" };
        var modules = Options.Texts("--module", "NAME", "Another module to take along; may be repeated");
        var programs = Options.Texts("--program", "PATH", "A program of ROOT to take along, with its libraries; may be repeated");
        var most = TreeWords.MaxUnpacked();
        command.Add(root);
        foreach (Option option in (Option[])[file, arch, version, kind, verity, modules, programs, most])
            command.Add(option);

        command.SetAction(words =>
        {
            var tree = Inputs.Tree(words.GetRequiredValue(root), new()
            {
                Archive = new() { Unpacking = new() { MaxLength = words.GetValue(most) } },
            });
            var options = new InitrdOptions
            {
                KernelVersion = words.GetValue(version),
                RootFileSystem = words.GetValue(kind) ?? "ext4",
                Verity = words.GetValue(verity),
                Modules = words.GetValue(modules) ?? [],
                Programs = words.GetValue(programs) ?? [],
            };
            var machine = words.GetValue(arch) is { } name ? MachineNames.Parse(name)
                : BootDisk.MachineOf(new RootVolume(tree) { KernelVersion = options.KernelVersion });
            return Make(
                Initrd.Plan(tree, machine ?? throw new UsageException("there is no kernel in ROOT that tells its machine: add --arch"),
                    options),
                words.GetRequiredValue(file));
        });
    }

    private static int Make(Tree initrd, string path)
    {
        UnixTime time = Ambient.SourceDateEpoch() ?? DateTimeOffset.UnixEpoch;
        var archive = path.EndsWith(".cpio", StringComparison.Ordinal) ? Initrd.Archive(initrd, time) : Initrd.Pack(initrd, time);
        DiskWriter.Write(path, new(new(), new()), archive);
        int modules = initrd.Walk().Count(entry => entry.Name.EndsWith(".ko", StringComparison.Ordinal));
        Outputs.SayMade(path, FormattableString.Invariant($"{modules} modules, {Bytes.Show(archive.Length)}"));
        return ExitCode.Done;
    }
}
