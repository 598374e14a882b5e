namespace Bq2.Image;

/// <summary>Fills <paramref name="into"/> with the content's bytes at an offset. Several threads may call it at once.</summary>
public delegate void ContentReader(long offset, Span<byte> into);
