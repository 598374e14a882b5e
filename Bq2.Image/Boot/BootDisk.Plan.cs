using Bq2.Efi;

namespace Bq2.Image;

public sealed partial record BootDisk
{
    /// <summary>Plans the content of the EFI system partition.</summary>
    public Tree PlanEsp() => PlanEsp(out _);

    /// <param name="menu">The boot menu as the loader will show it, with what it skips and why.</param>
    /// <inheritdoc cref="PlanEsp()"/>
    /// <exception cref="FaultException">Nothing would start, or something that was asked for by name would not.</exception>
    public Tree PlanEsp(out IReadOnlyList<BootChoice> menu)
    {
        if (Root is not null)
            return PlanRoot(Root).Complete().PlanEsp(out menu);

        var tree = new Tree();
        if (Files is not null)
            Copy(Files.Root, tree.Root);

        var esp = new EspTree(Machine, tree, Hashes);
        var loader = esp.Find(LoaderPath) is { IsFolder: false } given && Loader is null ? given : esp.AddFile(LoaderPath, ChosenLoader);
        PeCheck.IsFor(Machine, loader.Content!, "boot loader");
        if (Kernel is not null)
            esp.Add(BootMenuEntry.Of(KernelEntry, Title, Kernel, Initrds, CommandLine), folder: "");
        foreach (var entry in Entries)
            esp.Add(entry, entry.Folder + "/");
        foreach (var (name, image) in Ukis)
            esp.AddUki(name, image);
        var settings = new BootSettings(this);
        settings.AddTo(esp);
        menu = new BootMenu(Machine, esp).Read();
        settings.Check(menu, esp);
        return tree;
    }

    /// <summary>The whole disk, for a sink to write.</summary>
    public Regions Plan() => Plan(out _);

    /// <inheritdoc cref="PlanEsp(out IReadOnlyList{BootChoice})"/>
    public Regions Plan(out IReadOnlyList<BootChoice> menu)
    {
        if (Root is null)
            return Plan([], out menu);

        var root = PlanRoot(Root);
        return root.Complete().Plan(root.Partitions, out menu);
    }

    private RootPlan PlanRoot(RootVolume root) =>
        new(this, root, Seed.IsEmpty ? TreeSeed.Of(root.Files, root.Size, SectorSize) : Seed.ToArray());

    private Regions Plan(IReadOnlyList<Partition> root, out IReadOnlyList<BootChoice> menu)
    {
        var files = PlanEsp(out menu);
        byte[] seed = Seed.IsEmpty ? TreeSeed.Of(files, EspSize, SectorSize, readShort: true) : Seed.ToArray();
        var esp = FatVolume.Plan(files, new()
        {
            Type = FatType.Fat32,   // UEFI requires only FAT32 on fixed disks
            Size = EspSize,
            Label = "ESP",
            VolumeId = DerivedId.UInt32(seed, "fat-volume-id"),
            HiddenSectors = (uint)(GptDisk.Alignment / SectorSize),
            Time = Time,
            SectorSize = SectorSize,
        });
        return GptDisk.Plan([new(PartitionType.Esp, esp), .. MorePartitions, .. root], new() { Seed = seed, SectorSize = SectorSize });
    }

    private static void Copy(TreeEntry from, TreeEntry to)
    {
        foreach (var entry in from.Children)
        {
            var copy = entry.CopyTo(to);
            if (entry.IsFolder)
                Copy(entry, copy);
        }
    }
}
