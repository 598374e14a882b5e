using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>Sets attributes, of open files and of names in the open folder; links are never followed.</summary>
internal sealed partial class HostFolder
{
    /// <summary>
    /// Sets owner, extended attributes, mode and time of an open file or folder, in the order in which none undoes another. Returns the
    /// extended attributes that could not be set.
    /// </summary>
    public static unsafe IEnumerable<string> SetAttributes(
        SafeFileHandle file, string shown, uint mode, (uint User, uint Group)? owner, (long Seconds, int Nanoseconds)? time,
        IReadOnlyDictionary<string, byte[]> xattrs)
    {
        if (owner is { } to)
            Check(Libc.fchown(file, to.User, to.Group), shown);
        List<string>? failed = null;
        foreach (var (name, value) in xattrs)
        {
            fixed (byte* key = Ended(ByteText.Encode(name)), bytes = value)
            {
                if (Libc.fsetxattr(file, key, bytes, (nuint)value.Length, 0) == 0)
                    continue;
                ThrowUnlessRefused(shown);
                (failed ??= []).Add(name);
            }
        }

        Check(Libc.fchmod(file, mode), shown);
        if (time is { } modified)
        {
            var times = stackalloc Libc.TimeSpec[2];
            Check(Libc.futimens(file, Times(modified, times)), shown);
        }

        return failed ?? (IEnumerable<string>)[];
    }

    /// <summary>The same for what cannot be opened: links have no mode, and other nodes no extended attributes.</summary>
    public unsafe void SetAttributes(
        ReadOnlySpan<byte> name, uint? mode, (uint User, uint Group)? owner, (long Seconds, int Nanoseconds)? time)
    {
        fixed (byte* path = Ended(name))
        {
            if (owner is { } to)
                Check(Libc.fchownat(_handle, path, to.User, to.Group, Libc.LinkItself), name);

            if (mode is { } bits)
                Check(Libc.fchmodat(_handle, path, bits, Libc.LinkItself), name);
            if (time is not { } modified)
                return;
            var times = stackalloc Libc.TimeSpec[2];
            Check(Libc.utimensat(_handle, path, Times(modified, times), Libc.LinkItself), name);
        }
    }

    /// <summary>Sets these of the folder itself.</summary>
    public IEnumerable<string> SetAttributes(
        uint mode, (uint User, uint Group)? owner, (long Seconds, int Nanoseconds)? time,
        IReadOnlyDictionary<string, byte[]> xattrs) =>
        SetAttributes(_handle, _shown, mode, owner, time, xattrs);

    // The time of the last access stays as it is.
    private static unsafe Libc.TimeSpec* Times((long Seconds, int Nanoseconds) modified, Libc.TimeSpec* into)
    {
        into[0] = new() { Nanoseconds = Libc.TimeSpec.Omit };
        into[1] = new() { Seconds = modified.Seconds, Nanoseconds = modified.Nanoseconds };
        return into;
    }

    // Not supported, not permitted, or unknown: the file can do without. Anything else, such as a full disk, is a failure.
    private static void ThrowUnlessRefused(string shown)
    {
        int error = Libc.Error;
        if (error is not (Errno.NotSupported or Errno.NotPermitted or Errno.AccessDenied or Errno.Invalid or Errno.RangeExceeded))
            throw Libc.Exception(shown, error);
    }

    private static void Check(int result, string shown)
    {
        int error = Libc.Error;
        if (result < 0)
            throw Libc.Exception(shown, error);
    }
}
