using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// The one input file that a pass over a plan has open: pieces come in order, so the next file closes the last.
/// </summary>
internal sealed class OpenFile : IDisposable
{
    private string? _path;
    private LinuxFile? _file;
    private SafeFileHandle? _handle;

    /// <summary>Reads some bytes at an offset of a file; 0 at its end.</summary>
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

        // Whatever it was that the system refused, .NET has words for it.
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
