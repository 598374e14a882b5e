namespace Bq2.Image;

/// <summary>A snapshot of the disk in an image.</summary>
public sealed record Qcow2Snapshot(string Id, string Name)
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The nanoseconds of <see cref="Date"/>, whose own resolution is 100 ns.</summary>
    public int DateNanoseconds { get; init; }

    /// <summary>How long the guest had run.</summary>
    public required TimeSpan VmClock { get; init; }

    /// <summary>The size of the saved memory and devices; 0 if only the disk was saved.</summary>
    public required long VmStateSize { get; init; }

    /// <summary>The size of the disk.</summary>
    public required long DiskSize { get; init; }

    /// <summary>How many instructions the guest had executed, if they were counted.</summary>
    public long? InstructionCount { get; init; }

    internal long L1Offset { get; init; }

    internal long L1Entries { get; init; }
}
