namespace Bq2.Image;

/// <summary>
/// A disk that is read and written in place, whatever its container: a raw file, a QCOW2 image, or a partition of either. Several
/// threads may read and write at once; a write waits for running reads. Its data runs and its map must not be used during writes.
/// </summary>
/// <remarks>
/// Written data can be read back at once, and are durable after <see cref="Flush"/>. If the program is interrupted, everything up to
/// the last flush is on the disk, and later writes may or may not be.
/// </remarks>
public abstract class WritableDisk : Source
{
    private protected WritableDisk(long length, string? path) : base(length, path)
    {
    }

    /// <summary>Writes bytes at an offset.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        CheckRange(offset, bytes.Length);
        if (bytes.Length > 0)
            Store(offset, bytes);
    }

    /// <summary>Makes a range read as zeros, and frees its space if possible.</summary>
    public void Discard(long offset, long length)
    {
        CheckRange(offset, length);
        if (length > 0)
            Erase(offset, length);
    }

    /// <summary>Makes the disk shorter; data after the new end are lost.</summary>
    public void Shrink(long length)
    {
        if (length < 0 || length > Length)
            throw Bad(ImageFaults.OutOfRange, $"the disk has {Length:N0} bytes and cannot shrink to {length:N0}");
        if (length < Length)
            Cut(length);
    }

    /// <summary>Makes the disk longer; the new part is zeros.</summary>
    public void Grow(long length)
    {
        if (length < Length)
        {
            throw Bad(ImageFaults.CannotShrink, $"the disk has {Length:N0} bytes and cannot shrink to {length:N0}",
                "copy the data into a new image");
        }

        if (length > Length)
            Extend(length);
    }

    /// <summary>Returns when everything written so far is on the medium.</summary>
    public abstract void Flush();

    /// <summary>A part of this disk. It is valid while this disk is open, and need not be closed.</summary>
    public override WritableDisk Slice(long offset, long length) => new SliceDisk(this, offset, length);

    private protected abstract void Store(long offset, ReadOnlySpan<byte> bytes);

    private protected abstract void Erase(long offset, long length);

    private protected abstract void Extend(long length);

    private protected abstract void Cut(long length);

    private void CheckRange(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length || length > Length - offset)
            throw Bad(ImageFaults.OutOfRange, $"tried to write {length:N0} bytes at {offset:N0}, but there are only {Length:N0}");
    }
}
