using System.Globalization;

namespace Bq2.Sysroot;

/// <summary>QEMU's command line for a boot.</summary>
internal static class QemuCommand
{
    public static string[] Words(Boot boot) =>
    [
        // No default devices and no user configuration.
        "-nodefaults", "-no-user-config",
        "-display", "none", "-serial", "stdio", "-nic", "none",

        // A guest that panics reboots; that ends QEMU at once, without waiting for the timeout.
        "-no-reboot",
        .. boot.Accelerated ? boot.Machine.AcceleratedBoard : boot.Machine.Board,
        "-m", boot.Memory.ToString(CultureInfo.InvariantCulture),
        "-drive", $"if=pflash,unit=0,format={boot.Firmware.Format},readonly=on,file={Path(boot.Firmware.Code)}",

        // Writes to variables and to the disk go to a temporary file that QEMU discards.
        "-drive", $"if=pflash,unit=1,format={boot.Firmware.Format},snapshot=on,file={Path(boot.Firmware.Variables)}",
        "-drive", $"if=none,id=disk,format={boot.Format},snapshot=on,file={Path(boot.Disk)}",

        // NVMe: firmware and Debian's cloud kernels both have the driver built in.
        "-device", "nvme,serial=bq2,drive=disk" + (boot.SectorSize == 512 ? "" : BlockSize(boot.SectorSize)),
    ];

    private static string BlockSize(int size) =>
        string.Create(CultureInfo.InvariantCulture, $",logical_block_size={size},physical_block_size={size}");

    /// <summary>The command as one line for a shell.</summary>
    public static string Line(Boot boot) => string.Join(' ', Words(boot).Prepend(boot.Machine.Program).Select(Quoted));

    // A comma ends a value unless it is doubled; an absolute path is never mistaken for a protocol, as a:b would be.
    private static string Path(string path) => System.IO.Path.GetFullPath(path).Replace(",", ",,", StringComparison.Ordinal);

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./,=:+%@".Contains(letter))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
