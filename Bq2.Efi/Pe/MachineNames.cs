namespace Bq2.Efi.Pe;

/// <summary>
/// The names of machines: x86_64 and aarch64 for people, and what others call them. Code for the firmware has its own
/// part of this table in MachineWords, and build files have theirs; a test keeps them equal.
/// </summary>
public static class MachineNames
{
    private static readonly Names[] s_rows =
    [
        new(Machine.X64, "x86_64", Debian: "amd64", Uefi: "x64", Dotnet: "x64"),
        new(Machine.Arm64, "aarch64", Debian: "arm64", Uefi: "aa64", Dotnet: "arm64"),
    ];

    /// <summary>The machines that have names.</summary>
    internal static IEnumerable<Machine> All => s_rows.Select(row => row.Machine);

    /// <summary>The name that people read: x86_64, aarch64; the number of any other machine.</summary>
    public static string Name(this Machine machine) => Array.Find(s_rows, row => row.Machine == machine)?.Name ?? machine switch
    {
        (Machine)0x14c => "i386",
        _ => $"machine 0x{(ushort)machine:x4}",
    };

    /// <summary>The machine of a name; null where there is none of it.</summary>
    public static Machine? Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.Find(s_rows, row => name == row.Name || name == row.Debian || name == row.Uefi || name == row.Dotnet)?.Machine;
    }

    /// <summary>The file that firmware starts from \EFI\BOOT when it is told nothing else.</summary>
    public static string BootFileName(this Machine machine) => $"BOOT{Of(machine).Uefi.ToUpperInvariant()}.EFI";

    /// <summary>Debian's name, which people type too.</summary>
    internal static string DebianName(this Machine machine) => Of(machine).Debian;

    /// <summary>UEFI's name, as in file names and in a boot entry's architecture line.</summary>
    internal static string UefiName(this Machine machine) => Of(machine).Uefi;

    /// <summary>.NET's name, as in runtime identifiers and compiler options.</summary>
    internal static string DotnetName(this Machine machine) => Of(machine).Dotnet;

    private static Names Of(Machine machine) =>
        Array.Find(s_rows, row => row.Machine == machine) ?? throw new ArgumentOutOfRangeException(nameof(machine));

    // Name is the one in "uname -m", QEMU's programs and our messages.
    private sealed record Names(Machine Machine, string Name, string Debian, string Uefi, string Dotnet);
}
