namespace Bq2.Image;

/// <summary>The result of writing a raw image: its length, and how much of it is data.</summary>
public sealed record RawSummary(long Length, long DataBytes);
