using Bq2.Efi;

namespace Bq2.Sysroot;

/// <summary>
/// Every kind of fault that this library finds. A code means one thing and keeps its meaning; docs/faults.md is made from these lines.
/// </summary>
internal static class SysrootFaults
{
    private static readonly FaultRegister s_register = new();

    internal static readonly FaultCode MachineStopped = s_register.Add("RUN001",
        "The machine stopped before it said what was expected.",
        "Read its last output above.");
    internal static readonly FaultCode TimePassed = s_register.Add("RUN002",
        "The time ran out before the machine said what was expected.",
        "Give it more time, or read its last output.");
    internal static readonly FaultCode MachineUnknown = s_register.Add("RUN003",
        "The program is for a machine that cannot be started here.",
        "Give a program for x86_64 or aarch64.");
    internal static readonly FaultCode NothingInFolder = s_register.Add("RUN004",
        "There is nothing in the folder or archive that firmware could start, and no kernel.",
        "Put a program at EFI/BOOT/BOOTX64.EFI or BOOTAA64.EFI, or a kernel into /boot.");

    internal static readonly FaultCode OtherMachine = s_register.Add("RUN005",
        "The program is for another machine than the requested one.",
        "Request the program's machine, or leave the choice open.");
    internal static readonly FaultCode MachineNotTold = s_register.Add("RUN006",
        "The disk does not show which machine it is for: it has programs for none, or for several.",
        "Say which machine.");

    internal static readonly FaultCode RejectedSaid = s_register.Add("RUN007",
        "The machine said something that it must not say.",
        "Read its last output above.");

    /// <summary>All of them, by code.</summary>
    internal static IReadOnlyList<FaultCode> All => s_register.All;
}
