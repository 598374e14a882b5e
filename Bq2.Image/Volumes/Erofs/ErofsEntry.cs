namespace Bq2.Image;

/// <summary>A file, folder or other entry found in an EROFS volume.</summary>
public sealed record ErofsEntry : VolumeEntry
{
    internal ErofsEntry(ErofsInode node) => Node = node;

    internal ErofsInode Node { get; }

    /// <summary>Its name in messages.</summary>
    internal string Label => Path.Length == 0 ? "the root folder" : Path;
}
