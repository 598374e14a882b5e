using Bq2.Efi;

namespace Bq2.Image;

/// <summary>What a check of an image found, in the words of `qemu-img check`.</summary>
public sealed record DiskCheck
{
    /// <summary>The file that was checked.</summary>
    public required string? Path { get; init; }

    /// <summary>The format of the image.</summary>
    public required string Format { get; init; }

    /// <summary>Behind the last cluster that is counted or pointed to.</summary>
    public long ImageEndOffset { get; init; }

    /// <summary>How many clusters the disk has, and how many of them the image holds.</summary>
    public long TotalClusters { get; init; }

    /// <summary>How many clusters of the disk the image holds.</summary>
    public long AllocatedClusters { get; init; }

    /// <summary>Those that do not follow the one before on the disk in the file as well.</summary>
    public long FragmentedClusters { get; init; }

    /// <summary>How many of them are compressed.</summary>
    public long CompressedClusters { get; init; }

    /// <summary>How often something could not be looked at.</summary>
    public long CheckErrors { get; init; }

    /// <summary>How often something is wrong that can cost data.</summary>
    public long Corruptions { get; init; }

    /// <summary>Clusters that are counted more often than they are pointed to: they cost room, nothing else.</summary>
    public long Leaks { get; init; }

    /// <summary>How many leaks were repaired.</summary>
    public long LeaksFixed { get; init; }

    /// <summary>Each finding in words, leaks among them; after the first thousand they are only counted.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Nothing was found.</summary>
    public bool IsClean => Corruptions == 0 && Leaks == 0 && CheckErrors == 0;
}
