namespace Bq2.Efi.Pe;

/// <summary>Machines by the names people type and read: x86_64 and aarch64.</summary>
public static class MachineNames
{
    /// <summary>The name that people read: x86_64, aarch64; the number of any other machine.</summary>
    public static string Name(this Machine machine) => machine switch
    {
        Machine.X64 => "x86_64",
        Machine.Arm64 => "aarch64",
        (Machine)0x14c => "i386",
        _ => $"machine 0x{(ushort)machine:x4}",
    };

    /// <summary>The machine of a name; null where there is none of it.</summary>
    public static Machine? Parse(string name) => name switch
    {
        "x86_64" or "x64" or "amd64" => Machine.X64,
        "aarch64" or "arm64" or "aa64" => Machine.Arm64,
        _ => null,
    };

    /// <summary>The file that firmware starts from \EFI\BOOT when it is told nothing else.</summary>
    public static string BootFileName(this Machine machine) => machine switch
    {
        Machine.X64 => "BOOTX64.EFI",
        Machine.Arm64 => "BOOTAA64.EFI",
        _ => throw new ArgumentOutOfRangeException(nameof(machine)),
    };
}
