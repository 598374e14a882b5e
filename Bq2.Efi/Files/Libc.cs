using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>
/// Functions of the C library that .NET does not offer. The numbers are Linux's, so callers first check for Linux. A call that fails
/// returns a negative number and leaves the reason in <see cref="Error"/>, unless it says otherwise.
/// </summary>
internal static partial class Libc
{
    // Flags of open.
    public const int ReadOnly = 0, WriteOnly = 1, Create = 0x40, IfUnused = 0x80, IfNew = 0x80, DoNotWait = 0x800, CloseOnExec = 0x8_0000;

    // What lseek counts from, or looks for.
    public const int FromStart = 0, FromCurrent = 1, FromEnd = 2, NextData = 3, NextHole = 4;

    // Modes of fallocate.
    public const int KeepSizePunchHole = 1 | 2;

    // Of fcntl, memfd_create, poll and kill.
    public const int GetDescriptorFlags = 1, ClosesOnExec = 1;
    public const uint MemoryCloseOnExec = 1;
    public const short CanRead = 1;
    public const int Terminate = 15;

    private const string Library = "libc";

    /// <summary>Why the last call of this thread failed, one of <see cref="Errno"/>. Read it before the next call.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>What failed, in the system's words, with the number in HResult, as .NET's own calls report it.</summary>
    public static IOException Failure(string what, int error) => new($"{what}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    /// <summary>The same as the exception that .NET would throw.</summary>
    public static Exception Exception(string path, int error) => error is Errno.AccessDenied
        ? new UnauthorizedAccessException($"Access to the path '{Path.GetFullPath(path)}' is denied.")
        : Failure(path, error);

    /// <summary>Opens a file that child processes do not inherit. The handle is invalid if that failed.</summary>
    public static SafeFileHandle Open(string path, int flags) => new(open(path, flags | CloseOnExec), ownsHandle: true);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint pread(int descriptor, byte* into, nuint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint pread(SafeFileHandle file, byte* into, nuint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fsync(SafeFileHandle file);

    [LibraryImport(Library, SetLastError = true)]
    public static partial long lseek(SafeFileHandle file, long offset, int whence);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fallocate(SafeFileHandle file, int mode, long offset, long length);

    /// <summary>Returns 0 or the reason. If the file system cannot reserve space, the C library writes a zero to every block.</summary>
    [LibraryImport(Library)]
    public static partial int posix_fallocate(SafeFileHandle file, long offset, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int descriptor, int command);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int memfd_create(string name, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(ref PollEntry entries, nuint count, int timeout);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int folder, string path, int flags, uint mask, out Statx status);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int statx(SafeFileHandle folder, ReadOnlySpan<byte> name, int flags, uint mask, out Statx status);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(SafeFileHandle file, string path, int flags, uint mask, out Statx status);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int process, int signal);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}
