using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// An open folder of the host, on Linux. What it lists is looked at by name in the open folder, so nobody can put another folder in its
/// place meanwhile. Names are bytes, without a NUL.
/// </summary>
internal sealed partial class HostFolder : IDisposable
{
    private const int EntryHeader = 19;

    // As much of a folder as is listed by one call.
    private const int NamesLength = 32 << 10;

    private const int MaxLink = 4096;
    private const int MaxXattr = 64 << 10;

    private readonly string _shown;
    private readonly SafeFileHandle _handle;

    // Extended attributes are read by path only; this one leads to the open folder.
    private readonly byte[] _self;

    private HostFolder(SafeFileHandle handle, string shown)
    {
        (_handle, _shown) = (handle, shown);
        _self = Encoding.UTF8.GetBytes(FormattableString.Invariant($"/proc/self/fd/{handle.DangerousGetHandle()}/"));
    }

    /// <summary>Opens a folder by any path; links on the way are followed.</summary>
    public static HostFolder Open(string path)
    {
        var handle = Libc.Open(path, Libc.ReadOnly | Libc.OnlyFolders);
        return handle.IsInvalid ? throw Failed(handle, path) : new(handle, path);
    }

    /// <summary>Opens a folder below this one, by a path without links.</summary>
    public HostFolder OpenFolder(string path)
    {
        var handle = OpenBelow(path, Libc.ReadOnly | Libc.OnlyFolders);
        return handle.IsInvalid ? throw Failed(handle, Show(path)) : new(handle, Show(path));
    }

    /// <summary>Opens a file below this folder, by a path without links. A pipe does not make it wait.</summary>
    public SafeFileHandle OpenFile(string path)
    {
        var handle = OpenBelow(path, Libc.ReadOnly | Libc.DoNotWait);
        return handle.IsInvalid ? throw Failed(handle, Show(path)) : handle;
    }

    /// <summary>The names in it, without "." and "..", in no particular order.</summary>
    public unsafe List<byte[]> Names()
    {
        var names = new List<byte[]>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(NamesLength);
        try
        {
            fixed (byte* start = buffer)
            {
                while (Checked(Libc.getdents64(_handle, start, NamesLength), _shown) is > 0 and var count)
                    AddNames(buffer.AsSpan(0, count), names);
            }

            return names;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What a name in it stands for; a link is not followed.</summary>
    public Statx Status(ReadOnlySpan<byte> name)
    {
        int error = Statx.Of(_handle, Ended(name), out var status);
        return error == 0 ? status : throw Libc.Exception(Show(name), error);
    }

    /// <summary>The target of a link in it, as text.</summary>
    public unsafe string LinkTarget(ReadOnlySpan<byte> name)
    {
        byte* target = stackalloc byte[MaxLink];
        fixed (byte* link = Ended(name))
            return ByteText.Decode(new(target, Checked(Libc.readlinkat(_handle, link, target, MaxLink), name)));
    }

    /// <summary>
    /// The extended attributes of a name in it that the filter takes; null if there are none, or the file system has none at all.
    /// </summary>
    public Dictionary<string, byte[]>? Xattrs(ReadOnlySpan<byte> name, Func<string, bool> takes)
    {
        byte[] path = [.. _self, .. name, 0], buffer = ArrayPool<byte>.Shared.Rent(MaxXattr);
        try
        {
            Dictionary<string, byte[]>? found = null;
            foreach (string each in XattrNames(path, buffer, name))
            {
                if (takes(each) && Xattr(path, each, buffer, name) is { } value)
                    (found ??= []).Add(each, value);
            }

            return found;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A path below it with its own path, for messages.</summary>
    public string Show(string path) => Path.Join(_shown, path);

    public void Dispose() => _handle.Dispose();

    private string Show(ReadOnlySpan<byte> name) => Show(ByteText.Decode(name));

    private SafeFileHandle OpenBelow(string path, int flags) => Libc.OpenBelow(_handle, Ended(ByteText.Encode(path)), flags);

    private static byte[] Ended(ReadOnlySpan<byte> name) => [.. name, 0];

    private static void AddNames(ReadOnlySpan<byte> entries, List<byte[]> names)
    {
        for (; !entries.IsEmpty; entries = entries[BinaryPrimitives.ReadUInt16LittleEndian(entries[16..])..])
        {
            var name = entries[EntryHeader..];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                names.Add(name.ToArray());
        }
    }

    private unsafe string[] XattrNames(byte[] path, byte[] buffer, ReadOnlySpan<byte> name)
    {
        fixed (byte* start = path, into = buffer)
        {
            nint length = Libc.llistxattr(start, into, MaxXattr);
            return length == 0 || (length < 0 && Libc.Error is Errno.NotSupported)
                ? []
                : ByteText.Decode(buffer.AsSpan(0, Checked(length, name))).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    // Null if it has vanished, or not everyone may read it, such as security.* of another's file.
    private unsafe byte[]? Xattr(byte[] path, string attribute, byte[] buffer, ReadOnlySpan<byte> name)
    {
        fixed (byte* start = path, key = Ended(ByteText.Encode(attribute)), into = buffer)
        {
            nint length = Libc.lgetxattr(start, key, into, MaxXattr);
            return length < 0 && Libc.Error is Errno.NoData or Errno.NotSupported or Errno.NotPermitted or Errno.AccessDenied
                ? null
                : buffer.AsSpan(0, Checked(length, name)).ToArray();
        }
    }

    private int Checked(nint result, ReadOnlySpan<byte> name) => result < 0 ? Checked(result, Show(name)) : (int)result;

    private static int Checked(nint result, string path) => result < 0 ? throw Libc.Exception(path, Libc.Error) : (int)result;

    private static Exception Failed(SafeFileHandle handle, string path)
    {
        int error = Libc.Error;
        handle.Dispose();
        return Libc.Exception(path, error);
    }
}
