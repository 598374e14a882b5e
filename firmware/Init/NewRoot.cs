using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>
/// Makes the mounted file system the root, and frees the memory that the initrd takes: its files are deleted, which are all in one file
/// system in memory.
/// </summary>
internal static class NewRoot
{
    private const long RamFs = 0x8584_58f6, TmpFs = 0x0102_1994;
    private const int DeepestFolder = 64;

    public static void Enter()
    {
        Move("/dev"u8, "/root/dev"u8);
        Move("/sys"u8, "/root/sys"u8);
        Move("/proc"u8, "/root/proc"u8);

        var old = Linux.Open("/"u8, OpenFor.Listing);
        Do(Linux.ChangeFolder("/root"u8));
        Do(Linux.Mount("."u8, "/"u8, ""u8, MountFlags.Move, ""u8));
        Do(Linux.ChangeRoot("."u8));
        Do(Linux.ChangeFolder("/"u8));
        FirstMounts.OpenConsole();
        if (old.IsOpen && (long)Linux.FileSystemType(old) is RamFs or TmpFs && Linux.Status(old.Number, "."u8, out var home) >= 0)
            Delete(old, home, DeepestFolder);
        old.Dispose();
    }

    // A root without such a folder has to do without.
    private static void Move(CText from, CText to)
    {
        if (Linux.Mount(from, to, ""u8, MountFlags.Move, ""u8) < 0)
            Linux.Detach(from);
    }

    private static void Do(nint result)
    {
        if (result < 0)
            Fault.Say("cannot make /root the root"u8).Because(result).Try("report this: it does not depend on the disk"u8);
    }

    private static void Delete(File folder, in FileStatus home, int depth)
    {
        int mark = Memory.Mark;
        var list = new FolderList(folder);
        while (depth > 0 && list.MoveNext())
        {
            if (Linux.Status(folder.Number, list.Name, out var status) < 0 || !status.IsOnSameFileSystem(home))
                continue;
            if (status.IsFolder)
            {
                using var inner = Linux.OpenIn(folder.Number, list.Name, OpenFor.Listing);
                if (inner.IsOpen)
                    Delete(inner, home, depth - 1);
            }

            Linux.Remove(folder.Number, list.Name, status.IsFolder);
        }

        Memory.ReturnTo(mark);
    }
}
