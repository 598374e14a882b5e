using Bq2.Efi.Binary;
using Bq2.Efi.Files;

namespace Bq2.Image;

/// <summary>What a check of an image found, in the words of `qemu-img check`.</summary>
public sealed record DiskCheck
{
    public required string? Path { get; init; }

    public required string Format { get; init; }

    /// <summary>Behind the last cluster that is counted or pointed to.</summary>
    public long ImageEndOffset { get; init; }

    /// <summary>How many clusters the disk has, and how many of them the image holds.</summary>
    public long TotalClusters { get; init; }

    public long AllocatedClusters { get; init; }

    /// <summary>Those that do not follow the one before on the disk in the file as well.</summary>
    public long FragmentedClusters { get; init; }

    public long CompressedClusters { get; init; }

    /// <summary>How often something could not be looked at.</summary>
    public long CheckErrors { get; init; }

    /// <summary>How often something is wrong that can cost data.</summary>
    public long Corruptions { get; init; }

    /// <summary>Clusters that are counted more often than they are pointed to: they cost room, nothing else.</summary>
    public long Leaks { get; init; }

    public long LeaksFixed { get; init; }

    /// <summary>Each finding in words, leaks among them; after the first thousand they are only counted.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    public bool IsClean => Corruptions == 0 && Leaks == 0 && CheckErrors == 0;

    /// <summary>
    /// Looks at everything that says where data lie, as `qemu-img check` does; the data themselves, and other files that
    /// the image names, are not looked at. Leaks are repaired on demand, and only where nothing else is wrong: what a
    /// damaged entry no longer reaches looks like a leak too.
    /// </summary>
    public static DiskCheck Of(string path, bool repairLeaks = false, string? format = null)
    {
        using Source file = repairLeaks ? FileDisk.Open(path) : FileSource.Open(path);
        return Of(file, format);
    }

    /// <summary>The same of a file that is open, and stays so. Nothing is repaired.</summary>
    public static DiskCheck Of(NamedFile file, string? format = null)
    {
        using var source = FileSource.Of(file);
        return Of(source, format);
    }

    private static DiskCheck Of(Source file, string? format)
    {
        if ((format ?? DiskImage.FormatOf(file)) is var name and not "qcow2")
            throw Failure.Of(ImageFaults.NothingToCheck, $"a disk of the format {name} has nothing that can be checked here", file.Path, "QCOW2 images can be checked");
        return file is WritableDisk writable ? Qcow2Check.RepairLeaks(writable) : Qcow2Check.Look(file);
    }
}
