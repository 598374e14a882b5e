namespace Bq2.Image;

/// <summary>How an image is to be opened.</summary>
public sealed record OpenOptions
{
    /// <summary>"raw" or "qcow2"; null where the first bytes may tell. A guest can write those of a raw disk.</summary>
    public string? Format { get; init; }
}
