using Bq2.Efi.Boot;
using Bq2.Efi.Linux;

namespace Bq2.Init;

/// <summary>
/// Enlarges a mounted ext4 to its device: bq2.grow. It is looked at each time, because the machine may have been switched off after its
/// partition grew. The kernel does it only in a file system that can be written.
/// </summary>
internal static unsafe class FileSystemGrowth
{
    private const int ResizeRequest = 0x4008_6610;   // EXT4_IOC_RESIZE_FS

    public static void Make(BlockDevice root, in BootWishes wishes)
    {
        var mark = FileSystemMark.Read(root.ReadStart());
        if (mark.Kind != FileSystemKind.Ext4)
            return;
        ulong blocks = root.Bytes / mark.BlockSize;
        if (blocks <= mark.BlockCount)
            return;

        nint error = wishes.IsWritable ? 0 : Remount(MountFlags.None, wishes);
        if (error >= 0)
            error = Resize(blocks);
        if (error >= 0 && !wishes.IsWritable)
            error = Remount(MountFlags.ReadOnly, wishes);
        if (error < 0)
            Fault.Say("cannot enlarge the file system on "u8).Add(root.Path).Because(error).GoOn();
    }

    private static nint Resize(ulong blocks)
    {
        using var folder = Linux.Open("/root"u8, OpenFor.Listing);
        return folder.IsOpen ? Linux.Control(folder, ResizeRequest, &blocks) : folder.Number;
    }

    private static nint Remount(MountFlags flags, in BootWishes wishes)
    {
        var options = new Utf8Writer(Memory.Take(wishes.RootFlags.Length + 1));
        flags |= MountWords.Split(wishes.RootFlags, MountFlags.None, ref options) & ~MountFlags.ReadOnly;
        return Linux.Mount(""u8, "/root"u8, ""u8, flags | MountFlags.Remount, CText.Of(options));
    }
}
