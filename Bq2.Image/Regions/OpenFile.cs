using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// The one input file that a pass over a plan has open: pieces come in order, so the next file closes the last.
/// </summary>
internal sealed class OpenFile : IDisposable
{
    private string? _path;
    private SafeFileHandle? _handle;

    public SafeFileHandle At(string path)
    {
        if (_handle is not null && path == _path)
            return _handle;

        Dispose();
        // Shared with whoever writes: otherwise .NET locks and unlocks every file, two calls more for each of many.
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _path = path;
        return _handle;
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }
}
