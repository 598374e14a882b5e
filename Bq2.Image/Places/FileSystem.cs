namespace Bq2.Image;

/// <summary>Opens a volume, whatever file system it has.</summary>
public static class FileSystem
{
    /// <summary>Opens the volume in a source. The source is closed with it, or at once if there is no volume.</summary>
    public static Volume Open(Source source) => OpenOrClose(source, OpenChecked);

    /// <summary>The same, for writing.</summary>
    public static Volume OpenForWriting(WritableDisk disk)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return OpenOrClose(disk, source => OpenForWritingChecked(source, owner: null));
    }

    /// <summary>
    /// Names an unsupported file system in the fault. A damaged FAT is left to the FAT reader, which says what is wrong.
    /// </summary>
    internal static void Check(Source source, string what)
    {
        var content = DiskContent.Of(source);
        if (!content.IsFileSystem && content.Name != "unknown")
            throw source.Bad(ImageFaults.PartitionContent, 
                $"{what} holds {content.Description}; only FAT, ext4 and EROFS filesystems can be read");
    }

    internal static Volume OpenChecked(Source source) => DiskContent.Of(source) switch
    {
        { IsExt: true } => Ext4Volume.Open(source),
        { IsErofs: true } => ErofsVolume.Open(source),
        _ => FatVolume.Open(source),
    };

    internal static Volume OpenForWritingChecked(WritableDisk disk, IDisposable? owner) =>
        DiskContent.Of(disk) is ({ IsExt: true } or { IsErofs: true }) and var content
            ? throw disk.Bad(ImageFaults.PartitionContent, $"this is {content.Description}; only FAT filesystems can be changed in place",
                "make a new volume from a folder")
            : FatVolume.OpenForWriting(disk, owner);

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
