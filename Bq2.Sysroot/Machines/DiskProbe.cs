using Bq2.Efi;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>What a disk tells about itself before it is booted.</summary>
internal static class DiskProbe
{
    /// <summary>
    /// The format in QEMU's words, and the length of the sectors that its partition table counts, 512 where there is none that could
    /// tell. The format must be said: QEMU's guess lets a guest make its raw disk any other. And QEMU opens what an image names, so
    /// here it is opened first, or refused.
    /// </summary>
    public static (string Format, int SectorSize) Look(string path, OpenOptions options)
    {
        using var disk = DiskImage.Open(path, options);
        return (options.Format?.Name() ?? DiskImage.FormatOf(path), SectorSize(disk));
    }

    /// <summary>The machine whose loader the disk holds; null where it holds none, or more than one.</summary>
    public static Machine? Machine(string path, OpenOptions options)
    {
        using var esp = new ImagePath(path, null, "").Open(options);
        return MachinesWith(file => esp.Find(file) is not null) is [var only] ? only : null;
    }

    /// <summary>The machines for which there is what firmware starts, given how to tell whether a file is there.</summary>
    public static Machine[] MachinesWith(Func<string, bool> file) =>
        [.. new[] { Efi.Pe.Machine.X64, Efi.Pe.Machine.Arm64 }.Where(machine => file(BootPath(machine)))];

    /// <summary>What firmware starts from a disk when it is told nothing else.</summary>
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
