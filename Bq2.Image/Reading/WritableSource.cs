namespace Bq2.Image;

/// <summary>A disk, volume or file that can also be written at any offset. Its length stays.</summary>
public abstract class WritableSource : Source
{
    private protected WritableSource(long length, string? path) : base(length, path)
    {
    }

    /// <summary>Puts bytes at an offset.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset < 0 || offset > Length || bytes.Length > Length - offset)
            throw Bad("IMG002", $"{bytes.Length:N0} bytes to write at {offset:N0} of something that has {Length:N0}");

        Store(offset, bytes);
    }

    /// <summary>Returns when everything written is on the medium.</summary>
    public abstract void Flush();

    /// <summary>A part of this one that can be written. It does not outlive this one, and closing it closes nothing.</summary>
    public WritableSource WritableSlice(long offset, long length) => new WritableSliceSource(this, offset, length, owner: null);

    private protected abstract void Store(long offset, ReadOnlySpan<byte> bytes);
}
