namespace Bq2.Image;

/// <summary>A dirty bitmap in the image: which parts of the disk were written since it was started.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Granularity">The number of bytes of the disk for each bit.</param>
public sealed record Qcow2Bitmap(string Name, long Granularity)
{
    /// <summary>It was not saved when the image was last closed, so it is not reliable.</summary>
    public bool IsInUse { get; internal init; }

    /// <summary>Every writer to the disk keeps it up to date.</summary>
    public bool IsAutomatic { get; internal init; }
}
