namespace Bq2.Image;

/// <summary>How a cpio archive is written.</summary>
public sealed record CpioOptions
{
    /// <summary>The time of entries that have none.</summary>
    public UnixTime Time { get; init; }

    /// <summary>Later times become this one; null keeps all.</summary>
    public UnixTime? LatestTime { get; init; }
}
