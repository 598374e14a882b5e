using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>The file systems by which the kernel tells what there is.</summary>
internal static class FirstMounts
{
    public static void Make()
    {
        Mount("/proc"u8, "proc"u8, MountFlags.NoSetUid | MountFlags.NoDevices | MountFlags.NoExecution);
        Mount("/sys"u8, "sysfs"u8, MountFlags.NoSetUid | MountFlags.NoDevices | MountFlags.NoExecution);
        Mount("/dev"u8, "devtmpfs"u8, MountFlags.NoSetUid);
        OpenConsole();
        Console.OpenLog();
    }

    /// <summary>Input, output and errors: the kernel opened them only if there was a node in the initrd.</summary>
    public static void OpenConsole()
    {
        var console = Linux.Open("/dev/console"u8, OpenFor.Both);
        if (!console.IsOpen)
            return;
        for (int i = 0; i < 3; i++)
        {
            if (console.Number != i)
                Linux.Duplicate(console, i);
        }

        if (console.Number > 2)
            console.Dispose();
    }

    private static void Mount(CText path, CText type, MountFlags flags)
    {
        Linux.MakeFolder(path);
        nint error = Linux.Mount(type, path, type, flags, ""u8);

        // The kernel may have done so itself: CONFIG_DEVTMPFS_MOUNT, in some versions for initrds too.
        if (error < 0 && error != -Errno.Busy)
        {
            Fault.Say("cannot mount "u8).Add(type).Add(" on "u8).Add(path).Because(error)
                .Try("boot a kernel with PROC_FS, SYSFS and DEVTMPFS"u8);
        }
    }
}
