namespace Bq2.Image;

/// <summary>How a tar archive is written.</summary>
public sealed record TarOptions
{
    /// <summary>Later times become this one, and so do missing ones; null keeps the first, and sets the others to 1970.</summary>
    public UnixTime? MaxTime { get; init; }

    /// <summary>Whether the fractions of seconds are kept, for which most entries need a PAX header.</summary>
    public bool KeepNanoseconds { get; init; }
}
