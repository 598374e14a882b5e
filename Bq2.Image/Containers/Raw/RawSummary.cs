namespace Bq2.Image;

/// <summary>What a raw image came to: its length, and how much of that is not holes.</summary>
public sealed record RawSummary(long Length, long DataBytes);
