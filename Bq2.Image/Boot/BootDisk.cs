using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bq2.Efi.Pe;

namespace Bq2.Image;

/// <summary>
/// A disk that starts a kernel: an EFI system partition with the boot loader where firmware looks for it, the kernel, its
/// initrds, and the entry that tells the loader of them. The front door to everything else in this library.
/// </summary>
public sealed record BootDisk
{
    public required Machine Machine { get; init; }

    /// <summary>A Linux kernel with an EFI stub, as distributions ship it.</summary>
    public required Content Kernel { get; init; }

    /// <summary>The boot loader, an EFI program for the machine; null for the one that this library carries.</summary>
    public Content? Loader { get; init; }

    /// <summary>In the order in which the kernel shall unpack them.</summary>
    public IReadOnlyList<Content> Initrds { get; init; } = [];

    public string CommandLine { get; init; } = "";

    /// <summary>What the boot menu calls it.</summary>
    public string Title { get; init; } = "Linux";

    /// <summary>All ids are derived from these bytes; where there are none, from what the disk is made of.</summary>
    public ReadOnlyMemory<byte> Seed { get; init; }

    /// <summary>Bytes of the EFI system partition; null for what it needs and a quarter more.</summary>
    public long? EspSize { get; init; }

    /// <summary>512 or 4096, for the table and the volume: a disk made for one is no disk for the other.</summary>
    public int SectorSize { get; init; } = 512;

    /// <summary>The time of every file on the disk.</summary>
    public DateTimeOffset Time { get; init; } = FatTime.Earliest;

    private string LoaderPath => "EFI/BOOT/" + Machine.BootFileName();

    private Content ChosenLoader => Loader ?? BootLoader.For(Machine);

    /// <summary>What will be on the EFI system partition.</summary>
    public Tree PlanEsp()
    {
        PeCheck.IsFor(Machine, Kernel, "kernel");
        PeCheck.IsFor(Machine, ChosenLoader, "boot loader");

        var esp = new Tree();
        esp.AddFile(LoaderPath, ChosenLoader);
        esp.AddFile("linux", Kernel);
        for (int i = 0; i < Initrds.Count; i++)
            esp.AddFile(InitrdName(i), Initrds[i]);
        esp.AddFile("loader/entries/linux.conf", Content.FromBytes(Encoding.UTF8.GetBytes(EntryText())));
        return esp;
    }

    /// <summary>The whole disk, for a sink to write.</summary>
    public Regions Plan()
    {
        byte[] seed = Seed.IsEmpty ? SeedOfContent() : Seed.ToArray();
        var esp = FatVolume.Plan(PlanEsp(), new()
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

    private string InitrdName(int index) =>
        Initrds.Count == 1 ? "initrd" : string.Create(CultureInfo.InvariantCulture, $"initrd{index}");

    /// <summary>A "type 1" entry of the Boot Loader Specification: a keyword and its value a line.</summary>
    private string EntryText()
    {
        var text = new StringBuilder();
        Add("title", Title);
        Add("linux", "/linux");
        for (int i = 0; i < Initrds.Count; i++)
            Add("initrd", "/" + InitrdName(i));
        if (CommandLine.Length > 0)
            Add("options", CommandLine);
        return text.ToString();

        void Add(string keyword, string value)
        {
            if (value.AsSpan().ContainsAny('\n', '\r', '\0'))
                throw Failure.Of("IMG010", $"the {keyword} has a line break in it, which would end it in the boot entry");
            text.Append(keyword).Append(' ').Append(value).Append('\n');
        }
    }

    /// <summary>The same parts make the same ids. Their bytes are not read for it, only how many there are.</summary>
    private byte[] SeedOfContent()
    {
        var lengths = new[] { ChosenLoader, Kernel }.Concat(Initrds).Select(part => part.Length.ToString(CultureInfo.InvariantCulture));
        return SHA256.HashData(Encoding.UTF8.GetBytes($"{LoaderPath}\n{string.Join(' ', lengths)}\n{EntryText()}"));
    }
}
