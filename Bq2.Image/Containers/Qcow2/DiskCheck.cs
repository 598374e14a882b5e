using Bq2.Efi;

namespace Bq2.Image;

/// <summary>The result of a check, with the fields of `qemu-img check`.</summary>
public sealed record DiskCheck
{
    /// <summary>The file that was checked.</summary>
    public required string? Path { get; init; }

    /// <summary>The format of the image.</summary>
    public required string Format { get; init; }

    /// <summary>The end of the last cluster that is counted or pointed to.</summary>
    public long ImageEndOffset { get; init; }

    /// <summary>How many clusters the disk has.</summary>
    public long TotalClusters { get; init; }

    /// <summary>How many clusters of the disk the image has.</summary>
    public long AllocatedClusters { get; init; }

    /// <summary>How many of them do not directly follow the previous one in the file.</summary>
    public long FragmentedClusters { get; init; }

    /// <summary>How many of them are compressed.</summary>
    public long CompressedClusters { get; init; }

    /// <summary>How many parts could not be checked.</summary>
    public long CheckErrors { get; init; }

    /// <summary>How many errors can cost data.</summary>
    public long Corruptions { get; init; }

    /// <summary>Clusters that are counted more often than they are pointed to: they only waste space.</summary>
    public long Leaks { get; init; }

    /// <summary>How many leaks were repaired.</summary>
    public long LeaksFixed { get; init; }

    /// <summary>Each finding as text, including leaks; after the first thousand they are only counted.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Whether nothing was found.</summary>
    public bool IsClean => Corruptions == 0 && Leaks == 0 && CheckErrors == 0;
}
