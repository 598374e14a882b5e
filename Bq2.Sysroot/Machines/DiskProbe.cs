using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>Inspects a disk before it is booted.</summary>
internal static class DiskProbe
{
    /// <summary>
    /// The format by QEMU's name, and the sector size of the partition table, 512 if there is none. The format must be given to QEMU: if
    /// QEMU detected it, a guest could turn its raw disk into any other image. And QEMU opens the files that an image names, so the image
    /// is opened here first, or refused.
    /// </summary>
    public static (string Format, int SectorSize) Look(string path, OpenOptions options)
    {
        using var disk = DiskImage.Open(path, options);
        return (options.Format?.Name() ?? DiskImage.FormatOf(path), SectorSize(disk));
    }

    /// <summary>The machine of the loader on the disk; null if there is none, or more than one.</summary>
    public static Machine? Machine(string path, OpenOptions options)
    {
        using var esp = new ImagePath(path, null, "").Open(options);
        return MachinesWith(file => esp.Find(file) is not null) is [var only] ? only : null;
    }

    /// <summary>The machines whose default loader exists, given a function that looks for a file.</summary>
    public static Machine[] MachinesWith(Func<string, bool> file) =>
        [.. new[] { Efi.Pe.Machine.X64, Efi.Pe.Machine.Arm64 }.Where(machine => file(BootPath(machine)))];

    /// <summary>The file that firmware starts from a disk by default.</summary>
    public static string BootPath(Machine machine) => "EFI/BOOT/" + machine.BootFileName();

    private static int SectorSize(Source disk)
    {
        try
        {
            return GptDisk.Read(disk).SectorSize;
        }
        catch (FaultException)
        {
            return 512;
        }
    }
}
