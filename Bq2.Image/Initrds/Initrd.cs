using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>
/// Small initrds: a kernel's modules for the disks that machines have and for the root's file system, and a program that mounts the root
/// and starts it.
/// </summary>
/// <example>
/// <code>
/// var root = Tree.FromFolder("rootfs");
/// var initrd = Initrd.Plan(root, Machine.X64, new() { RootFileSystem = "ext4" });
/// RawImage.Write("initrd.gz", Initrd.Pack(initrd));
/// </code>
/// </example>
public static class Initrd
{
    private const string ModuleFolderPath = "lib/modules";
    private const int Executable = 0x1ed;       // 0755
    private const int ConsoleMode = 0x180;      // 0600
    private const int NullMode = 0x1b6;         // 0666

    // Whatever the disk hangs on: a machine has few of these, and the kernel says quickly that it has not the others.
    private static readonly string[] s_disks =
    [
        "nvme", "ahci", "ata_piix", "sd_mod", "virtio_pci", "virtio_mmio", "virtio_blk", "virtio_scsi", "xhci_pci", "usb_storage", "uas",
        "mmc_block", "sdhci_pci", "hv_storvsc", "xen_blkfront", "vmw_pvscsi", "mptspi", "megaraid_sas",
    ];

    /// <summary>Plans an initrd for a root, as a tree for <see cref="CpioArchive"/>. The root must stay open while it is used.</summary>
    /// <param name="root">The root file system, with the kernel's modules in it.</param>
    /// <param name="machine">The machine that it is for.</param>
    /// <param name="options">What it has to be able to do.</param>
    public static Tree Plan(Tree root, Machine machine, InitrdOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        options ??= new();
        var initrd = new Tree();
        initrd.AddFile("init", InitProgram.For(machine), new() { Mode = Executable });
        initrd.AddDevice("dev/console", EntryKind.CharacterDevice, new(5, 1), new() { Mode = ConsoleMode });
        initrd.AddDevice("dev/null", EntryKind.CharacterDevice, new(1, 3), new() { Mode = NullMode });
        AddModules(initrd, root, options);

        var programs = new ProgramChoice(root, initrd);
        foreach (string program in options.Programs)
            programs.Add(program);
        return initrd;
    }

    /// <summary>The initrd as an archive, which the kernel takes as it is.</summary>
    public static Regions Archive(Tree initrd, UnixTime time = default)
    {
        ArgumentNullException.ThrowIfNull(initrd);
        return CpioArchive.Plan(initrd, new() { Time = time, LatestTime = time });
    }

    /// <summary>The same packed with gzip, which every kernel can unpack. It is packed at once, in memory.</summary>
    public static Regions Pack(Tree initrd, UnixTime time = default)
    {
        ArgumentNullException.ThrowIfNull(initrd);
        using var bytes = new MemoryStream();
        using (var packer = Gzip.Pack(bytes))
        using (var source = Source.Of(Archive(initrd, time)))
            source.AsStream().CopyTo(packer);
        return Regions.Of(Content.FromBytes(bytes.ToArray()));
    }

    private static void AddModules(Tree initrd, Tree root, InitrdOptions options)
    {
        if (ModuleFolder.Of(root, options.KernelVersion) is not { } folder)
        {
            if (options.KernelVersion is null && options.Modules.Count == 0)
                return;
            throw Failure.Of(TreeFaults.MissingModule, $"the tree has no modules of the kernel {options.KernelVersion ?? "(any)"}");
        }

        var choice = new ModuleChoice(folder);
        foreach (string disk in s_disks)
            choice.Add(disk);
        foreach (string module in Demanded(options))
        {
            if (!choice.Add(module))
                throw Failure.Of(TreeFaults.MissingModule, $"the kernel {folder.Version} has no module {module}");
        }

        var list = new StringBuilder();
        foreach (var (name, file) in choice.Chosen)
        {
            string path = $"{ModuleFolderPath}/{name}.ko";
            initrd.AddFile(path, file);
            list.Append('/').Append(path).Append('\n');
        }

        initrd.AddFile($"{ModuleFolderPath}/load", Content.FromBytes(Encoding.UTF8.GetBytes(list.ToString())));
    }

    private static IEnumerable<string> Demanded(InitrdOptions options)
    {
        if (options.RootFileSystem is { } fileSystem)
            yield return fileSystem;
        if (options.Verity)
            yield return "dm_verity";
        foreach (string module in options.Modules)
            yield return module;
    }
}
