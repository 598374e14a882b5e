using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Efi.Files;

/// <summary>What is done to names in an open folder. A name or path is bytes with a NUL behind them.</summary>
internal static partial class Libc
{
    // Flags of open whose numbers depend on the processor.
    public static readonly int OnlyFolders = IsArm ? 0x4000 : 0x1_0000;
    public static readonly int NoLink = IsArm ? 0x8000 : 0x2_0000;

    // Of the calls that end in "at".
    public const int LinkItself = 0x100, RemoveFolder = 0x200;

    private const long OpenAt2Call = 437;
    private const ulong BeneathWithoutLinks = 0x08 | 0x04 | 0x02;    // RESOLVE_BENEATH, _NO_SYMLINKS, _NO_MAGICLINKS

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>
    /// Opens a path below a folder. No part of it may be a link, so the path cannot lead out of the folder, whatever others do to it
    /// meanwhile. The handle is invalid if that failed.
    /// </summary>
    public static unsafe SafeFileHandle OpenBelow(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags, uint mode = 0)
    {
        flags |= CloseOnExec;
        fixed (byte* name = path)
        {
            var how = new OpenHow { Flags = (uint)flags, Mode = mode, Resolve = BeneathWithoutLinks };
            long opened = syscall(OpenAt2Call, folder, name, &how, (nuint)sizeof(OpenHow));
            if (opened >= 0 || Error is not (Errno.NoSuchCall or Errno.NotPermitted))
                return new((nint)opened, ownsHandle: true);

            // Before Linux 5.6, and where a sandbox does not know the call: only a link at the end is refused.
            return new(openat(folder, name, flags | NoLink, mode), ownsHandle: true);
        }
    }

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint getdents64(SafeFileHandle folder, byte* into, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint readlinkat(SafeFileHandle folder, byte* name, byte* into, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint llistxattr(byte* path, byte* into, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial nint lgetxattr(byte* path, byte* name, byte* into, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int mkdirat(SafeFileHandle folder, byte* name, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int symlinkat(byte* target, SafeFileHandle folder, byte* name);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int linkat(SafeFileHandle folder, byte* name, SafeFileHandle newFolder, byte* newName, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int mknodat(SafeFileHandle folder, byte* name, uint mode, ulong device);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int unlinkat(SafeFileHandle folder, byte* name, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchmod(SafeFileHandle file, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchown(SafeFileHandle file, uint user, uint group);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int fchmodat(SafeFileHandle folder, byte* name, uint mode, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int fchownat(SafeFileHandle folder, byte* name, uint user, uint group, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int futimens(SafeFileHandle file, TimeSpec* times);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int utimensat(SafeFileHandle folder, byte* name, TimeSpec* times, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int fsetxattr(SafeFileHandle file, byte* name, byte* value, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int lsetxattr(byte* path, byte* name, byte* value, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial uint geteuid();

    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int openat(SafeFileHandle folder, byte* path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    private static unsafe partial long syscall(long number, SafeFileHandle folder, byte* path, OpenHow* how, nuint size);

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        /// <summary>In the nanoseconds: leave this time as it is.</summary>
        public const long Omit = 0x3fff_fffe;

        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct open_how.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
