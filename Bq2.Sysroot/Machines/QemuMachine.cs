using Bq2.Efi.Pe;

namespace Bq2.Sysroot;

/// <summary>A machine that QEMU can emulate: its program, its first arguments, and its firmware.</summary>
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

        // A processor without pointer authentication, which would make emulation four times as slow.
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

    /// <summary>The Debian packages of the program and of the firmware.</summary>
    public required string Package { get; init; }
    public required string FirmwarePackage { get; init; }

    /// <summary>QEMU's arguments for the board.</summary>
    public required string[] Board { get; init; }

    /// <summary>The same for a guest on this computer's own processor.</summary>
    public required string[] AcceleratedBoard { get; init; }

    /// <summary>The prefix of the board's versioned names, which firmware descriptors use.</summary>
    public required string BoardName { get; init; }

    /// <summary>The usual places of the firmware, code and variables, if there is no descriptor.</summary>
    public required (string Code, string Variables)[] FirmwarePlaces { get; init; }

    public static QemuMachine? Find(string name) => Array.Find(All, machine => machine.Name == name);

    public static QemuMachine Of(Machine machine) => Array.Find(All, each => each.Machine == machine)!;
}
