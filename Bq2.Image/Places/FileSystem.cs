namespace Bq2.Image;

/// <summary>Opens a volume, whatever file system it has.</summary>
public static class FileSystem
{
    /// <summary>Opens the volume that a source holds. The source is closed with it, and at once where there is no volume.</summary>
    public static Volume Open(Source source) => OpenOrClose(source, OpenChecked);

    /// <summary>The same, to be changed.</summary>
    public static Volume OpenForWriting(WritableDisk disk) => OpenOrClose(disk, source => OpenForWritingChecked(source, owner: null));

    /// <summary>
    /// A file system that cannot be read is called by its name. A damaged FAT is left to its reader, which says what is wrong.
    /// </summary>
    internal static void Check(Source source, string what)
    {
        var content = DiskContent.Of(source);
        if (content.Name is not ("fat" or "unknown"))
            throw source.Bad(ImageFaults.PartitionContent, $"{what} holds {content.Description}; only FAT filesystems can be read");
    }

    internal static Volume OpenChecked(Source source) => FatVolume.Open(source);

    internal static Volume OpenForWritingChecked(WritableDisk disk, IDisposable? owner) => FatVolume.OpenForWriting(disk, owner);

    private static Volume OpenOrClose<T>(T source, Func<T, Volume> open) where T : Source
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            Check(source, "the image");
            return open(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
