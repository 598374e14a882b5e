using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// A file that somebody named, open for reading, whatever kind of file it is: its length is known, and it can be read at any
/// offset, as often as is wanted. Symbolic links are followed; a pipe is read to its end first; a block device is as long as
/// the disk behind it; whatever has no end is refused.
/// </summary>
public sealed partial class NamedFile : IDisposable
{
    // whence, of lseek
    private const int FromStart = 0, FromCurrent = 1, FromEnd = 2;

    private NamedFile(string name, SafeFileHandle handle, FileStatus status, long length) =>
        (Name, Handle, Status, Length) = (name, handle, status, length);

    /// <summary>What the caller calls it.</summary>
    public string Name { get; }

    public SafeFileHandle Handle { get; }

    public long Length { get; }

    /// <summary>What the name stands for. Of a pipe that is not what is read, which is its copy.</summary>
    public FileStatus Status { get; }

    /// <summary>
    /// The folder of the unlinked file that a pipe was copied to; empty where memory had room for it; null where nothing was copied.
    /// </summary>
    public string? CopiedTo { get; private init; }

    /// <summary>
    /// Opens what a path names. A pipe is read here, to its end, or until there are more than <paramref name="most"/> bytes.
    /// </summary>
    /// <exception cref="FaultException">It is a folder, a link to nothing, a socket, or a device without an end.</exception>
    /// <exception cref="FileNotFoundException">There is nothing of this name.</exception>
    public static NamedFile Open(string path, long most = long.MaxValue)
    {
        var kind = KindOf(path, FileAccess.Read);

        // Locks are for files: of a pipe or a device somebody else may hold the other end.
        return Of(path, File.OpenHandle(path, share: kind == FileKind.Regular ? FileShare.Read : FileShare.ReadWrite), most);
    }

    /// <summary>Opens a file or a block device that is to be changed in place. Nobody else who asks .NET can open it meanwhile.</summary>
    public static NamedFile OpenInPlace(string path)
    {
        KindOf(path, FileAccess.ReadWrite);
        var file = Of(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None), most: 0);
        return file.CopiedTo is null ? file : throw NotInPlace(path);
    }

    /// <summary>
    /// The same of what is open already, such as standard input, from its current position on. The handle is closed with this
    /// file, or before.
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

    /// <summary>All bytes of the file that a path names, for formats that are read whole.</summary>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path, Array.MaxLength);
        return file.ReadAll();
    }

    /// <summary>All bytes.</summary>
    /// <exception cref="FaultException">There are more than fit into an array.</exception>
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

    /// <summary>All bytes as text; a byte order mark tells which encoding, UTF-8 where there is none.</summary>
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
        long start = Seek(handle, 0, FromCurrent);
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
                var copy = PipeCopy.Of(name, handle, most, out string folder);
                return new(name, copy, status, RandomAccess.GetLength(copy)) { CopiedTo = folder };
        }
    }

    /// <summary>The kind of what a path names; a failure where that cannot be opened.</summary>
    private static FileKind KindOf(string path, FileAccess access)
    {
        var status = FileStatus.Of(path);
        if (status.Kind == FileKind.Missing)
            throw Missing(path);
        if (status.Kind is FileKind.Folder or FileKind.Socket || (status.Kind == FileKind.CharacterDevice && !status.IsNull))
            throw Refusal(path, status.Kind);
        if (access != FileAccess.Read && status.Kind is not (FileKind.Regular or FileKind.BlockDevice))
            throw NotInPlace(path);
        return status.Kind;
    }

    /// <summary>Why nothing can be opened there: a link that leads nowhere is said to be one.</summary>
    internal static Exception Missing(string path)
    {
        string full = Path.GetFullPath(path);
        if (FileStatus.Of(path, followLinks: false).Kind != FileKind.Link)
            return new FileNotFoundException($"Could not find file '{full}'.", full);

        return Bad(EfiFaults.BrokenLink, path, $"this is a link to {FinalTarget(path)}, which does not exist");
    }

    private static string FinalTarget(string link)
    {
        try
        {
            return new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        catch (IOException)
        {
            return "a link that leads back to it";
        }
    }

    private static FaultException NotInPlace(string name) =>
        Bad(EfiFaults.NotChangedInPlace, name, "only files and block devices can be changed in place, and this is neither");

    internal static FaultException Refusal(string name, FileKind kind) => kind switch
    {
        FileKind.Folder => Bad(EfiFaults.IsFolder, name, "this is a folder, not a file"),
        FileKind.Socket => Bad(EfiFaults.IsSocket, name, "this is a socket, which cannot be opened as a file"),
        _ => Bad(EfiFaults.IsEndless, name, "this is a terminal or another character device, which has no end"),
    };

    private static FaultException Bad(FaultCode code, string name, string message) =>
        new(new(code, message) { Path = name, Hint = char.ToLowerInvariant(code.Remedy[0]) + code.Remedy[1..].TrimEnd('.') });

    private static bool HasBytes(SafeFileHandle handle)
    {
        Span<byte> first = stackalloc byte[1];
        return RandomAccess.Read(handle, first, 0) > 0;
    }

    /// <summary>How many bytes the disk has that a block device stands for.</summary>
    internal static long LengthOfDevice(SafeFileHandle device)
    {
        long length = Seek(device, 0, FromEnd);
        Seek(device, 0, FromStart);
        return length;
    }

    // Negative for a pipe. Elsewhere than on Linux only regular files come here.
    private static long Seek(SafeFileHandle file, long offset, int whence) => OperatingSystem.IsLinux() ? lseek(file, offset, whence) : 0;

    [LibraryImport("libc")]
    private static partial long lseek(SafeFileHandle file, long offset, int whence);
}
