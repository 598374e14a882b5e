using Bq2.Efi.Pe;

namespace Bq2.Sysroot;

/// <summary>A machine that QEMU can be: which program, what it is told first, and what firmware fits.</summary>
internal sealed record QemuMachine(Machine Machine)
{
    public static readonly QemuMachine X64 = new(Machine.X64)
    {
        Package = "qemu-system-x86",
        FirmwarePackage = "ovmf",
        Board = ["-M", "q35", "-accel", "tcg"],
        AcceleratedBoard = ["-M", "q35", "-accel", "kvm", "-cpu", "host"],
        BoardName = "pc-q35-",
        FirmwarePlaces =
        [
            ("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),         // Debian
            ("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),     // Fedora
            ("/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd"), // Arch
            ("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),               // Debian before 12
        ],
    };

    public static readonly QemuMachine Arm64 = new(Machine.Arm64)
    {
        Package = "qemu-system-arm",
        FirmwarePackage = "qemu-efi-aarch64",

        // A processor without pointer authentication: emulating that takes four times as long.
        Board = ["-M", "virt", "-cpu", "cortex-a57", "-accel", "tcg,thread=multi"],
        AcceleratedBoard = ["-M", "virt,gic-version=max", "-accel", "kvm", "-cpu", "host"],
        BoardName = "virt-",
        FirmwarePlaces =
        [
            ("/usr/share/AAVMF/AAVMF_CODE.fd", "/usr/share/AAVMF/AAVMF_VARS.fd"),                                // Debian
            ("/usr/share/edk2/aarch64/QEMU_EFI-pflash.raw", "/usr/share/edk2/aarch64/vars-template-pflash.raw"), // Fedora
            ("/usr/share/edk2/aarch64/QEMU_CODE.fd", "/usr/share/edk2/aarch64/QEMU_VARS.fd"),                    // Arch
        ],
    };

    public static readonly QemuMachine[] All = [X64, Arm64];

    public string Name => Machine.Name();

    public string Program => $"qemu-system-{Name}";

    /// <summary>Debian's package of the program, and of the firmware.</summary>
    public required string Package { get; init; }
    public required string FirmwarePackage { get; init; }

    /// <summary>What makes the board of it, in QEMU's words.</summary>
    public required string[] Board { get; init; }

    /// <summary>The same where the guest runs on this computer's own processor.</summary>
    public required string[] AcceleratedBoard { get; init; }

    /// <summary>How the board's versioned names begin, by which firmware says where it runs.</summary>
    public required string BoardName { get; init; }

    /// <summary>Where distributions keep the firmware, code and variables, should no descriptor tell.</summary>
    public required (string Code, string Variables)[] FirmwarePlaces { get; init; }

    public static QemuMachine? Find(string name) => Array.Find(All, machine => machine.Name == name);

    public static QemuMachine Of(Machine machine) => Array.Find(All, each => each.Machine == machine)!;
}
