using Bq2.Efi;

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
}
