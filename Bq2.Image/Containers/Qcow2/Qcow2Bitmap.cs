namespace Bq2.Image;

/// <summary>A bitmap that the image keeps: which parts of the disk were written to since somebody began to look.</summary>
/// <param name="Name">How tools call it.</param>
/// <param name="Granularity">How many bytes of the disk a bit stands for.</param>
public sealed record Qcow2Bitmap(string Name, long Granularity)
{
    /// <summary>It was not saved when the image was closed last, so nobody can rely on it.</summary>
    public bool IsInUse { get; internal init; }

    /// <summary>Whoever writes to the disk keeps it up to date.</summary>
    public bool IsAutomatic { get; internal init; }
}
