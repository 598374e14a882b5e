using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// The one input file that is open while a plan is written: pieces come in order, so opening the next file closes the last.
/// </summary>
internal sealed class OpenFile : IDisposable
{
    private string? _path;
    private LinuxFile? _file;
    private SafeFileHandle? _handle;

    /// <summary>Reads some bytes at an offset in a file; returns 0 at its end.</summary>
    public int Read(string path, long offset, Span<byte> into)
    {
        if (path != _path)
        {
            Dispose();
            _file = LinuxFile.Open(path);
            _path = path;
        }

        if (_file?.Read(into, offset) is >= 0 and var read)
            return read;

        // Retry through .NET, which turns the system's error into an exception.
        _handle ??= File.OpenHandle(path);
        return RandomAccess.Read(_handle, into, offset);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _handle?.Dispose();
        (_path, _file, _handle) = (null, null, null);
    }
}
