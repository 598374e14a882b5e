using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>What was unpacked into a file without a name. Its places are not those of the packed file, so faults show no bytes.</summary>
internal sealed class SpoolSource(SafeFileHandle handle, long length, string? name) : Source(length, name)
{
    private protected override void Fill(long offset, Span<byte> into) => FileSource.ReadWhole(handle, this, offset, into);

    protected override void Dispose(bool disposing)
    {
        handle.Dispose();
        base.Dispose(disposing);
    }
}
