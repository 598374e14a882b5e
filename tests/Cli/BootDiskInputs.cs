using Bq2.Efi.Pe;

namespace Bq2.Tests.Cli;

/// <summary>The files a boot disk is built from, and the command line that builds it.</summary>
internal static class BootDiskInputs
{
    /// <summary>Writes a kernel and two initrds. Any EFI program will do for the kernel; our loader is at hand.</summary>
    public static void Write(TempFolder temp)
    {
        File.Copy(Repository.Loader(Machine.X64), temp["vmlinuz"]);
        File.WriteAllText(temp["initrd"], "first");
        File.WriteAllText(temp["more"], "second");
    }

    public static string[] Words(TempFolder temp, string disk) =>
    [
        "image", "build", "-o", disk, "--arch", "x86_64", "--kernel", temp["vmlinuz"],
        "--initrd", temp["initrd"], "--initrd", temp["more"], "--cmdline", "quiet root=/dev/sda",
    ];

    public static Outcome Build(TempFolder temp, string disk, params string[] options) =>
        Bq2Program.Run([.. Words(temp, disk), .. options]);
}
