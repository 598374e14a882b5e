namespace Bq2.Image;

/// <summary>A state of the disk that the image keeps beside the present one.</summary>
public sealed record Qcow2Snapshot(string Id, string Name)
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The second's parts of <see cref="Date"/>, which itself is no finer than 100 of them.</summary>
    public int DateNanoseconds { get; init; }

    /// <summary>How long the guest had run.</summary>
    public required TimeSpan VmClock { get; init; }

    /// <summary>Of the guest's memory and devices; 0 where only the disk was kept.</summary>
    public required long VmStateSize { get; init; }

    /// <summary>How large the disk was.</summary>
    public required long DiskSize { get; init; }

    /// <summary>How many instructions the guest had executed, where it counted them.</summary>
    public long? InstructionCount { get; init; }

    internal long L1Offset { get; init; }

    internal long L1Entries { get; init; }
}
