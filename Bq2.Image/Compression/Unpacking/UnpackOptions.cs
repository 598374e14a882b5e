namespace Bq2.Image;

/// <summary>How much may come out of a packed file.</summary>
public sealed record UnpackOptions
{
    /// <summary>This much needs no reason.</summary>
    internal const long UsualLength = 16L << 30;

    /// <summary>More than that is plausible up to so many times the packed bytes.</summary>
    internal const long UsualRatio = 100;

    /// <summary>
    /// The most bytes to unpack; null for 16 GiB, or a hundred times the packed bytes if that is more. Zeros take no room, but time.
    /// </summary>
    public long? MaxLength { get; init; }

    internal long Limit(long packed) => MaxLength ?? Math.Max(UsualLength, packed * UsualRatio);
}
