using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>
/// A disk that starts a kernel: an EFI system partition with the boot loader where firmware looks for it, kernels, their
/// initrds, and their boot entries. The main entry point of this library.
/// </summary>
public sealed partial record BootDisk
{
    /// <summary>The machine that the disk boots.</summary>
    public required Machine Machine { get; init; }

    /// <summary>A Linux kernel with an EFI stub, as distributions ship it; null if <see cref="Entries"/> are enough.</summary>
    public Content? Kernel { get; init; }

    /// <summary>The boot loader, an EFI program for the machine; null for the one that this library carries.</summary>
    public Content? Loader { get; init; }

    /// <summary>The initrds, in the order in which the kernel unpacks them.</summary>
    public IReadOnlyList<Content> Initrds { get; init; } = [];

    /// <summary>The kernel's command line.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>The title in the boot menu.</summary>
    public string Title { get; init; } = UsualTitle;

    /// <summary>
    /// A root file system, for a partition of its own; null for none. Unless they are given, the kernel, its initrd, the title and what the
    /// command line says about the root come from it; an initrd that it lacks is made.
    /// </summary>
    public RootVolume? Root { get; init; }

    /// <summary>More partitions, behind the others.</summary>
    public IReadOnlyList<Partition> MorePartitions { get; init; } = [];

    /// <summary>More boot entries.</summary>
    public IReadOnlyList<BootMenuEntry> Entries { get; init; } = [];

    /// <summary>Unified kernel images, by file name.</summary>
    public IReadOnlyList<(string Name, Content Image)> Ukis { get; init; } = [];

    /// <summary>Other files for the EFI system partition: loader/loader.conf, more entries, another loader.</summary>
    public Tree? Files { get; init; }

    /// <summary>Writes the files' hashes into the entries, so that the loader checks each file before it starts it.</summary>
    public bool Hashes { get; init; }

    /// <summary>
    /// The default entry: an id, or a pattern for one. If null, the kernel, unless there is none or <see cref="Files"/> have a
    /// loader.conf.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>
    /// How many seconds the boot menu waits; 0 hides it. If null, five if there is a choice, unless a loader.conf says otherwise.
    /// </summary>
    public int? Timeout { get; init; }

    /// <summary>All ids are derived from these bytes; if there are none, from the content and size of the disk.</summary>
    public ReadOnlyMemory<byte> Seed { get; init; }

    /// <summary>Size of the EFI system partition in bytes; null for its content and a quarter more.</summary>
    public long? EspSize { get; init; }

    /// <summary>512 or 4096, for both the partition table and the volume: a disk made for one size cannot be read with the other.</summary>
    public int SectorSize { get; init; } = 512;

    /// <summary>The time of every file on the disk.</summary>
    public DateTimeOffset Time { get; init; } = FatTime.Earliest;

    internal const string UsualTitle = "Linux";

    /// <summary>The machine that a kernel is for; null if it is no program for firmware.</summary>
    internal static Machine? MachineOf(Content kernel) => PeCheck.MachineOf(kernel);

    /// <summary>The machine that the kernel in a root file system is for; null if there is none.</summary>
    internal static Machine? MachineOf(RootVolume root) =>
        KernelChoice.Of(root.Files, root.KernelVersion)?.Kernel.Content is { } kernel ? MachineOf(kernel) : null;

    /// <summary>The name of the entry for <see cref="Kernel"/>.</summary>
    internal const string KernelEntry = "linux";

    private string LoaderPath => "EFI/BOOT/" + Machine.BootFileName();

    private Content ChosenLoader => Loader ?? BootLoader.For(Machine);
}
