namespace Bq2.Image;

/// <summary>How a raw image is to be written.</summary>
public sealed record RawOptions
{
    /// <summary>Off, falloc or full.</summary>
    public Preallocation Preallocation { get; init; }

    /// <summary>How many chunks are in hand at once; null: what suits the machine. The bytes are the same either way.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether the file is to be on the disk, not only in the system's memory, before it takes its name.</summary>
    public bool Sync { get; init; }
}
