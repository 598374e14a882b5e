using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// An output that is there already and stays what it is: a pipe or a device, which is written to from front to back, where a
/// regular file would be replaced by a new one.
/// </summary>
public static partial class ForwardFile
{
    private const int WriteOnly = 1, IfUnused = 0x80, CloseOnExec = 0x8_0000;

    /// <summary>Opens the pipe or device of this name; null where there is a regular file, or nothing.</summary>
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

    /// <summary>The same of what is open already, such as standard output. The handle stays the caller's to close.</summary>
    public static FileStream Of(SafeFileHandle handle) => new(handle, FileAccess.Write, bufferSize: 0);

    /// <summary>How many bytes there is room for; null where nothing says so.</summary>
    public static long? RoomIn(FileStream target) =>
        FileStatus.Of(target.SafeFileHandle).Kind == FileKind.BlockDevice ? NamedFile.LengthOfDevice(target.SafeFileHandle) : null;

    // A disk with a file system that is mounted, or that is part of another disk, is not overwritten: the system says that it is busy.
    private static SafeFileHandle OpenUnused(string path)
    {
        var handle = new SafeFileHandle(open(path, WriteOnly | IfUnused | CloseOnExec), ownsHandle: true);
        int error = Marshal.GetLastPInvokeError();
        if (!handle.IsInvalid)
            return handle;

        handle.Dispose();
        throw new IOException($"{path} cannot be opened for writing: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
