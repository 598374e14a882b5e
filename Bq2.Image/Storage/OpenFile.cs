using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// The one input file that is open while a plan is written: pieces come in order, so opening the next file closes the last.
/// </summary>
internal sealed class OpenFile : IDisposable
{
    // A path, or the content that opens its file itself.
    private object? _key;
    private LinuxFile? _file;
    private SafeFileHandle? _handle;
    private Source? _source;

    /// <summary>Reads some bytes at an offset in a file; returns 0 at its end.</summary>
    public int Read(string path, long offset, Span<byte> into)
    {
        if (_key as string != path)
        {
            Dispose();
            _file = LinuxFile.Open(path);
            _key = path;
        }

        if (_file?.Read(into, offset) is >= 0 and var read)
            return read;

        // Retry through .NET, which turns the system's error into an exception.
        _handle ??= File.OpenHandle(path);
        return RandomAccess.Read(_handle, into, offset);
    }

    /// <summary>The same for content that opens its file itself.</summary>
    public unsafe int Read(Content content, Func<SafeFileHandle> open, long offset, Span<byte> into)
    {
        var handle = Open(content, open);
        fixed (byte* start = into)
        {
            nint read = Libc.pread(handle, start, (nuint)into.Length, offset);
            return read >= 0 ? (int)read : throw Libc.Exception(content.Path!, Libc.Error);
        }
    }

    /// <summary>The open file of content that opens it itself.</summary>
    public SafeFileHandle Open(Content content, Func<SafeFileHandle> open)
    {
        if (ReferenceEquals(_key, content))
            return _handle!;

        Dispose();
        _handle = open();
        _key = content;
        return _handle;
    }

    /// <summary>The open source of content that opens it itself.</summary>
    public Source Open(Content content, Func<Source> open)
    {
        if (ReferenceEquals(_key, content))
            return _source!;

        Dispose();
        _source = open();
        _key = content;
        return _source;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _handle?.Dispose();
        _source?.Dispose();
        (_key, _file, _handle, _source) = (null, null, null, null);
    }
}
