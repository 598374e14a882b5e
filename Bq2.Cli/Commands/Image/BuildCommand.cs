using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Serialization;
using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Makes a disk that boots a kernel.</summary>
internal static class BuildCommand
{
    public const string Summary = "Makes a disk that boots a kernel, with a root file system if there is one.";

    public static void Define(Command command)
    {
        var disk = DiskOption();
        var arch = Options.Choice("--arch", "The machine that the disk is for (the kernel's when not given)",
            [.. QemuMachine.All.Select(machine => machine.Name)]);
        var kernel = Options.Text("--kernel", "FILE", "A Linux kernel with an EFI stub, as distributions ship it").OfferingFiles();
        var initrds = Options.Texts(
            "--initrd", "FILE", "The kernel's initrd; may be given several times, in order").OfferingFiles();
        var commandLine = Options.Text("--cmdline", "TEXT", "The kernel's command line");
        var title = Options.Text("--title", "TEXT", "The entry's name in the boot menu");
        var entries = Options.Texts(
            "--entry", "FILE.conf", "Another boot entry; the files it names are copied with it").OfferingFiles();
        var ukis = Options.Texts("--uki", "FILE.efi", "A unified kernel image; may be given several times").OfferingFiles();
        var from = Options.Text(
            "--from", "SOURCE", $"What is copied to the EFI system partition too: {TreeWords.Meaning}").OfferingFiles();
        var hashes = new Option<bool>("--sha256") { Description = "Make the loader check the hash of each file before it starts an entry" };
        var espSize = Bytes.Option("--esp-size", "The size of the EFI system partition (when not given: its content and a quarter more)");
        var sector = Options.Choice("--sector-size", "Bytes in a sector of the disk (512 when not given)", "512", "4096");
        var first = Options.Text(
            "--default", "ID", "The entry to start by default, such as linux.conf (--kernel's when not given)");
        var timeout =
            Options.Number("--timeout", "SECONDS", 0, 1 << 20,
                "How long the boot menu waits; 0 hides it (5 when not given and there is a choice)");
        var output = Options.Output();
        foreach (Option option in (Option[])[disk, arch, kernel, initrds, commandLine, title, entries, ukis, from, first, timeout, hashes,
            espSize, sector])
            command.Add(option);
        var root = RootWords.AddTo(command);

        // Here -o is the output file, as in every tool that makes one file from many.
        var form = DiskTarget.AddTo(command, "raw for .raw, .img and devices, else qcow2,", hasWords: false);
        command.Add(output);

        command.Validators.Add(given =>
            CheckKernel(given, [kernel, root.Root], [initrds, commandLine, title], [kernel, entries, ukis, from, root.Root]));
        command.SetAction(words =>
        {
            var ownKernel = words.GetValue(kernel) is { } file ? Inputs.Content(file) : null;
            var volume = root.Volume(words);
            var boot = new BootDisk
            {
                Machine = MachineOf(words.GetValue(arch), ownKernel, volume),
                Kernel = ownKernel,
                Root = volume,
                MorePartitions = root.Partitions(words),
                Initrds = [.. (words.GetValue(initrds) ?? []).Select(Initrd)],
                CommandLine = words.GetValue(commandLine) ?? "",
                Entries = [.. (words.GetValue(entries) ?? []).Select(BootMenuEntry.FromFile)],
                Ukis = [.. (words.GetValue(ukis) ?? []).Select(path => (Path.GetFileName(path), Inputs.Content(path)))],
                Files = words.GetValue(from) is { } source ? Inputs.Tree(source) : null,
                Default = words.GetValue(first),
                Timeout = words.GetValue(timeout),
                Hashes = words.GetValue(hashes),
                EspSize = words.GetValue(espSize),
                SectorSize = words.GetValue(sector) == "4096" ? 4096 : 512,
            };
            boot = words.GetValue(title) is { } text ? boot with { Title = text } : boot;
            boot = Ambient.SourceDateEpoch() is { } time ? boot with { Time = time } : boot;
            string path = words.GetRequiredValue(disk);
            return Build(boot, path, form(words, DiskWriter.FormatOf(path)), words.GetValue(output));
        });
    }

    private static Option<string> DiskOption() => new Option<string>("-o")
    {
        HelpName = "DISK",
        Description = "The disk to make; - for standard output",
        Required = true,
    }.OfferingFiles();

    private static void CheckKernel(CommandResult given, Option[] kernels, Option[] belonging, Option[] bootable)
    {
        bool hasKernel = Array.Exists(kernels, option => given.GetResult(option) is not null);
        if (!hasKernel && Array.Find(belonging, option => given.GetResult(option) is not null) is { } lone)
            given.AddError($"{lone.Name} needs --kernel or --root");
        else if (Array.TrueForAll(bootable, option => given.GetResult(option) is null))
            given.AddError("there is nothing to boot: expected --root, --kernel, --entry, --uki or --from");
    }

    private static Machine MachineOf(string? arch, Content? kernel, RootVolume? root)
    {
        if (arch is not null)
            return MachineNames.Parse(arch)!.Value;
        var machine = kernel is not null ? BootDisk.MachineOf(kernel) : root is not null ? BootDisk.MachineOf(root) : null;
        if (machine is null && kernel is null && root is not null && KernelChoice.Of(root.Files, root.KernelVersion) is null)
            throw KernelChoice.Missing(root.KernelVersion);
        return machine ?? throw new UsageException("nothing tells which machine the disk is for: add --arch");
    }

    // With an empty initrd the kernel would start, and then stop because it finds no init.
    private static Content Initrd(string word) => Inputs.Content(word) is { Length: > 0 } initrd
        ? initrd
        : throw new FaultException(new(ProgramFaults.EmptyInitrd, "the initrd is empty") { Path = word });

    private static int Build(BootDisk boot, string path, DiskTarget form, string? output)
    {
        var plan = boot.Plan(out var menu);
        foreach (var choice in menu)
        {
            if (choice.Skipped is { } reason)
                Say.Note($"the entry {choice.Path} will be skipped: {reason}");
        }

        long written = DiskWriter.Write(path, form, plan);

        // If the disk went to standard output, nothing else may go there.
        if (!Outputs.IsStandardOutput(path) && (output == "json" || !Say.Quiet))
            Answer.Print(output,
                new(path, form.Format, boot.Machine.Name(), menu.First(choice => choice.IsDefault).Id, plan.Length, written),
                    BuildJson.Default.BuiltDisk, Text);
        return ExitCode.Done;
    }

    private static string Text(BuiltDisk built) =>
        $"{built.File}: boots {built.Machine} ({built.Default}); "
        + $"{Bytes.Show(built.VirtualSize)} for the guest, {Bytes.Show(built.DataSize)} of data";
}

/// <summary>What was built.</summary>
internal sealed record BuiltDisk(string File, string Format, string Machine, string Default, long VirtualSize, long DataSize);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BuiltDisk))]
internal sealed partial class BuildJson : JsonSerializerContext;
