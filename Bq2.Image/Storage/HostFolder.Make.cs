using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// Makes things in an open folder. What has the name already goes first, and is never written through; only a folder stays where a
/// folder is to be.
/// </summary>
internal sealed partial class HostFolder
{
    // Until everything else is done nobody else may look into it.
    private const uint NewFolderMode = 0x1c0, NewFileMode = 0x180;    // 0700, 0600

    private const uint BlockType = 0x6000, CharacterType = 0x2000, PipeType = 0x1000;

    /// <summary>Makes a folder, unless there is one.</summary>
    public unsafe void MakeFolder(ReadOnlySpan<byte> name)
    {
        fixed (byte* path = Ended(name))
        {
            if (Libc.mkdirat(_handle, path, NewFolderMode) == 0)
                return;
            if (Libc.Error != Errno.Exists)
                throw Libc.Exception(Show(name), Libc.Error);
            if (Status(name).Kind == FileKind.Folder)
                return;
            Remove(name);
            Check(Libc.mkdirat(_handle, path, NewFolderMode), name);
        }
    }

    /// <summary>Makes an empty file, open for writing.</summary>
    public unsafe SafeFileHandle MakeFile(ReadOnlySpan<byte> name)
    {
        int flags = Libc.WriteOnly | Libc.Create | Libc.IfNew | Libc.NoLink | Libc.CloseOnExec;
        fixed (byte* path = Ended(name))
        {
            int file = Libc.openat(_handle, path, flags, NewFileMode);
            if (file < 0 && Libc.Error == Errno.Exists)
            {
                Remove(name);
                file = Libc.openat(_handle, path, flags, NewFileMode);
            }

            Check(file, name);
            return new(file, ownsHandle: true);
        }
    }

    /// <summary>Makes a symbolic link.</summary>
    public unsafe void MakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        fixed (byte* path = Ended(name), to = Ended(target))
        {
            if (Libc.symlinkat(to, _handle, path) == 0)
                return;
            RemoveIfThere(name);
            Check(Libc.symlinkat(to, _handle, path), name);
        }
    }

    /// <summary>Makes another name of a file in another folder.</summary>
    public unsafe void MakeHardLink(ReadOnlySpan<byte> name, HostFolder folder, ReadOnlySpan<byte> original)
    {
        fixed (byte* path = Ended(name), from = Ended(original))
        {
            if (Libc.linkat(folder._handle, from, _handle, path, 0) == 0)
                return;
            RemoveIfThere(name);
            Check(Libc.linkat(folder._handle, from, _handle, path, 0), name);
        }
    }

    /// <summary>Makes a pipe, or a device if we may; false if not.</summary>
    public unsafe bool MakeNode(ReadOnlySpan<byte> name, FileKind kind, uint major, uint minor)
    {
        uint mode = NewFileMode | kind switch
        {
            FileKind.BlockDevice => BlockType,
            FileKind.CharacterDevice => CharacterType,
            _ => PipeType,
        };

        // As the C library packs the two numbers, which were shorter once.
        ulong number = minor & 0xff | (major & 0xfffu) << 8 | (ulong)(minor & ~0xffu) << 12 | (ulong)(major & ~0xfffu) << 32;
        fixed (byte* path = Ended(name))
        {
            if (Libc.mknodat(_handle, path, mode, number) == 0)
                return true;
            if (Libc.Error == Errno.NotPermitted)
                return false;
            RemoveIfThere(name);
            Check(Libc.mknodat(_handle, path, mode, number), name);
            return true;
        }
    }

    private void RemoveIfThere(ReadOnlySpan<byte> name)
    {
        int error = Libc.Error;
        if (error != Errno.Exists)
            throw Libc.Exception(Show(name), error);
        Remove(name);
    }

    // Of a folder only an empty one: what is in it is not ours.
    private unsafe void Remove(ReadOnlySpan<byte> name)
    {
        fixed (byte* path = Ended(name))
        {
            if (Libc.unlinkat(_handle, path, 0) != 0 && Libc.Error != Errno.NoSuchFile)
                Check(Libc.unlinkat(_handle, path, Libc.RemoveFolder), name);
        }
    }

    private void Check(int result, ReadOnlySpan<byte> name)
    {
        int error = Libc.Error;
        if (result < 0)
            throw Libc.Exception(Show(name), error);
    }
}
