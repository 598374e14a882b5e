using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// An output that exists and keeps being what it is: a pipe or a device, written from front to back. A regular file would be replaced by
/// a new one.
/// </summary>
internal static class ForwardFile
{
    /// <summary>Opens the pipe or device of this name; null if there is a regular file or nothing.</summary>
    /// <exception cref="FaultException">There is a folder or a socket.</exception>
    public static FileStream? Open(string path)
    {
        var kind = FileStatus.Of(path).Kind;
        return kind switch
        {
            FileKind.Missing or FileKind.Regular => null,
            FileKind.Folder or FileKind.Socket => throw NamedFile.Refusal(path, kind),
            FileKind.BlockDevice when OperatingSystem.IsLinux() => Of(OpenUnused(path)),
            _ => new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
        };
    }

    /// <summary>The same for something already open, such as standard output. The caller closes the handle.</summary>
    public static FileStream Of(SafeFileHandle handle) => new(handle, FileAccess.Write, bufferSize: 0);

    /// <summary>How many bytes there is room for; null if not known.</summary>
    public static long? RoomIn(FileStream target) =>
        FileStatus.Of(target.SafeFileHandle).Kind == FileKind.BlockDevice ? NamedFile.LengthOfDevice(target.SafeFileHandle) : null;

    // A disk that is mounted or part of another disk is not overwritten: the system reports it as busy.
    private static SafeFileHandle OpenUnused(string path)
    {
        var handle = Libc.Open(path, Libc.WriteOnly | Libc.IfUnused);
        int error = Libc.Error;
        if (!handle.IsInvalid)
            return handle;

        handle.Dispose();
        throw Libc.Failure($"{path} cannot be opened for writing", error);
    }
}
