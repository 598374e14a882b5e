using Bq2.Efi;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>
/// A disk that starts a kernel: an EFI system partition with the boot loader where firmware looks for it, kernels, their
/// initrds, and the entries that tell the loader of them. The front door to everything else in this library.
/// </summary>
public sealed record BootDisk
{
    /// <summary>The machine that the disk boots.</summary>
    public required Machine Machine { get; init; }

    /// <summary>A Linux kernel with an EFI stub, as distributions ship it; null where <see cref="Entries"/> say all.</summary>
    public Content? Kernel { get; init; }

    /// <summary>The boot loader, an EFI program for the machine; null for the one that this library carries.</summary>
    public Content? Loader { get; init; }

    /// <summary>In the order in which the kernel shall unpack them.</summary>
    public IReadOnlyList<Content> Initrds { get; init; } = [];

    /// <summary>What the kernel is told.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>What the boot menu calls it.</summary>
    public string Title { get; init; } = "Linux";

    /// <summary>Further choices of the boot menu.</summary>
    public IReadOnlyList<BootMenuEntry> Entries { get; init; } = [];

    /// <summary>Unified kernel images, by the names of their files.</summary>
    public IReadOnlyList<(string Name, Content Image)> Ukis { get; init; } = [];

    /// <summary>What is on the EFI system partition besides: loader/loader.conf, entries of its own, another loader.</summary>
    public Tree? Files { get; init; }

    /// <summary>Have the loader check each file against the hash it has now before it starts it.</summary>
    public bool Hashes { get; init; }

    /// <summary>
    /// What starts when nobody chooses: the id of an entry, or a pattern for it. When null it is the kernel, if there is one and
    /// <see cref="Files"/> bring no loader.conf that says so.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>
    /// How many seconds the boot menu waits; 0 hides it. When null, five if there is a choice, unless a loader.conf says
    /// otherwise.
    /// </summary>
    public int? Timeout { get; init; }

    /// <summary>All ids are derived from these bytes; where there are none, from what the disk is made of and how large it is.</summary>
    public ReadOnlyMemory<byte> Seed { get; init; }

    /// <summary>Bytes of the EFI system partition; null for what it needs and a quarter more.</summary>
    public long? EspSize { get; init; }

    /// <summary>512 or 4096, for the table and the volume: a disk made for one is no disk for the other.</summary>
    public int SectorSize { get; init; } = 512;

    /// <summary>The time of every file on the disk.</summary>
    public DateTimeOffset Time { get; init; } = FatTime.Earliest;

    /// <summary>The name of the entry for <see cref="Kernel"/>.</summary>
    internal const string KernelEntry = "linux";

    private string LoaderPath => "EFI/BOOT/" + Machine.BootFileName();

    private Content ChosenLoader => Loader ?? BootLoader.For(Machine);

    /// <summary>What will be on the EFI system partition.</summary>
    public Tree PlanEsp() => PlanEsp(out _);

    /// <param name="menu">The boot menu as the loader will show it, with what it skips and why.</param>
    /// <inheritdoc cref="PlanEsp()"/>
    /// <exception cref="FaultException">Nothing would start, or something that was asked for by name would not.</exception>
    public Tree PlanEsp(out IReadOnlyList<BootChoice> menu)
    {
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
        var files = PlanEsp(out menu);
        byte[] seed = Seed.IsEmpty ? TreeSeed.Of(files, EspSize, SectorSize, readShort: true) : Seed.ToArray();
        var esp = FatVolume.Plan(files, new()
        {
            Type = FatType.Fat32,   // firmware need not take another on a disk that is not taken out
            Size = EspSize,
            Label = "ESP",
            VolumeId = DerivedId.UInt32(seed, "fat-volume-id"),
            HiddenSectors = (uint)(GptDisk.Alignment / SectorSize),
            Time = Time,
            SectorSize = SectorSize,
        });
        return GptDisk.Plan([new(PartitionType.Esp, esp)], new() { Seed = seed, SectorSize = SectorSize });
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
