namespace Bq2.Image;

/// <summary>Fills <paramref name="into"/> with the bytes at an offset of a content. Several threads may call it at once.</summary>
public delegate void ContentReader(long offset, Span<byte> into);
