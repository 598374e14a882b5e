namespace Bq2.Image;

/// <summary>A disk, volume or file that is read and written in place. Its length stays.</summary>
public abstract class WritableDisk : Source
{
    private protected WritableDisk(long length, string? path) : base(length, path)
    {
    }

    /// <summary>Opens a raw image to be changed in place; nobody else who asks .NET can open it meanwhile.</summary>
    public static WritableDisk Open(string path)
    {
        var file = FileDisk.Open(path);
        if (!DiskImage.IsQcow2(file))
            return file;

        file.Dispose();
        throw Failure.Of("IMG014", $"a QCOW2 image cannot be changed in place", path, "convert it to raw, and back");
    }

    /// <summary>Puts bytes at an offset.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset < 0 || offset > Length || bytes.Length > Length - offset)
            throw Bad("IMG002", $"{bytes.Length:N0} bytes were to go to {offset:N0} of something that has {Length:N0}");

        Store(offset, bytes);
    }

    /// <summary>Returns when everything written so far is on the medium.</summary>
    public abstract void Flush();

    private protected abstract void Store(long offset, ReadOnlySpan<byte> bytes);
}
