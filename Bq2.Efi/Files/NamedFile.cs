using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// An input file, open for reading, of whatever kind: its length is known, and it can be read at any offset as often as needed. Symbolic
/// links are followed; a pipe is read to its end first; a block device is as long as its disk; what has no end is refused.
/// </summary>
internal sealed partial class NamedFile : IDisposable
{
    private NamedFile(string name, SafeFileHandle handle, FileStatus status, long length) =>
        (Name, Handle, Status, Length) = (name, handle, status, length);

    /// <summary>The caller's name for it.</summary>
    public string Name { get; }

    public SafeFileHandle Handle { get; }

    public long Length { get; }

    /// <summary>What the path names. For a pipe this is the pipe, while reads go to its copy.</summary>
    public FileStatus Status { get; }

    /// <summary>
    /// The folder of the unlinked file that a pipe was copied to; empty if it was copied to memory; null if nothing was copied.
    /// </summary>
    public string? CopiedTo { get; private init; }

    /// <summary>
    /// Opens what a path names. A pipe is read here, to its end, or until there are more than <paramref name="most"/> bytes.
    /// </summary>
    /// <exception cref="FaultException">It is a folder, a broken link, a socket, or a device without an end.</exception>
    /// <exception cref="FileNotFoundException">Nothing has this name.</exception>
    public static NamedFile Open(string path, long most = long.MaxValue)
    {
        var kind = KindOf(path, FileAccess.Read);

        // Locks are for files: somebody else may hold the other end of a pipe or device.
        return Of(path, File.OpenHandle(path, share: kind == FileKind.Regular ? FileShare.Read : FileShare.ReadWrite), most);
    }

    /// <summary>Opens a file or block device to change it in place. Other .NET programs cannot open it meanwhile.</summary>
    public static NamedFile OpenInPlace(string path)
    {
        KindOf(path, FileAccess.ReadWrite);
        var file = Of(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None), most: 0);
        if (file.CopiedTo is null)
            return file;

        file.Dispose();
        throw NotInPlace(path);
    }

    /// <summary>
    /// The same for something already open, such as standard input, from its current position on. The handle is closed with this file or
    /// before.
    /// </summary>
    public static NamedFile Of(string name, SafeFileHandle handle, long most = long.MaxValue)
    {
        try
        {
            var file = Whole(name, handle, most);
            if (file.Handle != handle)
                handle.Dispose();
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>All bytes of the file at a path, for formats that are read as a whole.</summary>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path, Array.MaxLength);
        return file.ReadAll();
    }

    /// <summary>All bytes.</summary>
    /// <exception cref="FaultException">There are more than an array can hold.</exception>
    public byte[] ReadAll()
    {
        CheckFitsMemory();
        var bytes = new byte[Length];
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(Handle, bytes.AsSpan(done), done);
            if (read == 0)
                return bytes[..done];
            done += read;
        }

        return bytes;
    }

    /// <summary>All bytes as text, in the encoding of the byte order mark, or UTF-8 without one.</summary>
    public string ReadText()
    {
        using var reader = new StreamReader(new MemoryStream(ReadAll()), new UTF8Encoding(false));
        return reader.ReadToEnd();
    }

    /// <summary>Refuses what is too long for an array.</summary>
    public void CheckFitsMemory()
    {
        if (Length > Array.MaxLength)
        {
            string found = CopiedTo is null ? FormattableString.Invariant($"the file has {Length:N0} bytes") : "more comes";
            throw Bad(EfiFaults.FileTooLarge, Name, FormattableString.Invariant($"{found}; at most {Array.MaxLength:N0} are read"));
        }
    }

    public void Dispose() => Handle.Dispose();

    private static NamedFile Whole(string name, SafeFileHandle handle, long most)
    {
        var status = FileStatus.Of(handle);
        long start = Seek(handle, 0, Libc.FromCurrent);
        switch (status.Kind)
        {
            case FileKind.CharacterDevice when status.IsNull:
                return new(name, handle, status, 0);
            case FileKind.BlockDevice when start == 0:
                return new(name, handle, status, LengthOfDevice(handle));
            case FileKind.Regular when start == 0 && (status.Length > 0 || !HasBytes(handle)):
                return new(name, handle, status, status.Length);
            case FileKind.Folder or FileKind.CharacterDevice:
                throw Refusal(name, status.Kind);
            default:
                // A file of /proc has bytes, but no length.
                var copy = PipeCopy.Of(name, handle, most, out string folder, out long length);
                return new(name, copy, status, length) { CopiedTo = folder };
        }
    }

    private static bool HasBytes(SafeFileHandle handle)
    {
        Span<byte> first = stackalloc byte[1];
        return RandomAccess.Read(handle, first, 0) > 0;
    }

    /// <summary>The length of the disk behind a block device.</summary>
    internal static long LengthOfDevice(SafeFileHandle device)
    {
        long length = Seek(device, 0, Libc.FromEnd);
        Seek(device, 0, Libc.FromStart);
        return length;
    }

    // Negative for a pipe. Outside Linux only regular files get here.
    private static long Seek(SafeFileHandle file, long offset, int whence) =>
        OperatingSystem.IsLinux() ? Libc.lseek(file, offset, whence) : 0;
}
