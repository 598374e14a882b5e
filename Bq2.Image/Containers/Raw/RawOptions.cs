namespace Bq2.Image;

/// <summary>Options for writing a raw image.</summary>
public sealed record RawOptions
{
    /// <summary>Off, falloc or full.</summary>
    public Preallocation Preallocation { get; init; }

    /// <summary>How many chunks to process in parallel; null: chosen for the machine. The bytes are the same either way.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether to sync the file to the disk before it gets its name.</summary>
    public bool Sync { get; init; }
}
