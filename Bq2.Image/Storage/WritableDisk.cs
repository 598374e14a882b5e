namespace Bq2.Image;

/// <summary>
/// A disk that is read and written in place, whatever container it lies in: a raw file, a QCOW2 image, a partition of
/// either. Several threads may read and write it at once; a write waits for the reads under way. Only its runs and its map
/// are for a disk at rest.
/// </summary>
/// <remarks>
/// What was written may be read back at once. It is in the file for good after <see cref="Flush"/>; a program that is cut
/// off before leaves a disk on which everything up to the last flush stands, and of later writes some do and some do not.
/// </remarks>
public abstract class WritableDisk : Source
{
    private protected WritableDisk(long length, string? path) : base(length, path)
    {
    }

    /// <summary>Puts bytes at an offset.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        CheckRange(offset, bytes.Length);
        if (bytes.Length > 0)
            Store(offset, bytes);
    }

    /// <summary>Makes a stretch read as zeros, and gives back the room that it took where that can be done.</summary>
    public void Discard(long offset, long length)
    {
        CheckRange(offset, length);
        if (length > 0)
            Erase(offset, length);
    }

    /// <summary>Makes the disk shorter: what lies behind the new end is lost.</summary>
    public void Shrink(long length)
    {
        if (length < 0 || length > Length)
            throw Bad(ImageFaults.OutOfRange, $"the disk has {Length:N0} bytes and cannot shrink to {length:N0}");
        if (length < Length)
            Cut(length);
    }

    /// <summary>Makes the disk longer, by zeros.</summary>
    public void Grow(long length)
    {
        if (length < Length)
        {
            throw Bad(ImageFaults.CannotShrink, $"the disk has {Length:N0} bytes and cannot shrink to {length:N0}",
                "convert what is still wanted into a new image");
        }

        if (length > Length)
            Extend(length);
    }

    /// <summary>Returns when everything written so far is on the medium.</summary>
    public abstract void Flush();

    /// <summary>A part of this disk. It does not outlive this one, and closing it closes nothing.</summary>
    public override WritableDisk Slice(long offset, long length) => new SliceDisk(this, offset, length);

    private protected abstract void Store(long offset, ReadOnlySpan<byte> bytes);

    private protected abstract void Erase(long offset, long length);

    private protected abstract void Extend(long length);

    private protected abstract void Cut(long length);

    private void CheckRange(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length || length > Length - offset)
            throw Bad(ImageFaults.OutOfRange, $"{length:N0} bytes were to go to {offset:N0} of something that has {Length:N0}");
    }
}
