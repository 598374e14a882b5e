using Bq2.Efi;

namespace Bq2.Cli;

/// <summary>
/// Every kind of fault that the program itself finds; the libraries have their own registers.
/// A code means one thing and keeps its meaning; docs/faults.md is made from these lines.
/// </summary>
internal static class ProgramFaults
{
    private static readonly FaultRegister s_register = new();

    internal static readonly FaultCode EmptySection = s_register.Add("CLI004",
        "The file for a section is empty, and firmware refuses empty sections.",
        "Give a file with content.");
    internal static readonly FaultCode EmptyInitrd = s_register.Add("CLI005",
        "The initrd is empty.",
        "Check the command that made it.");
    internal static readonly FaultCode AddressWithoutSymbol = s_register.Add("CLI003",
        "No symbol covers the address.",
        "Subtract the address at which the image was loaded.");

    internal static readonly FaultCode LinkNotFollowed = s_register.Add("CLI001",
        "The destination is a link, which is not followed.",
        "Name the file that the link points to.");
    internal static readonly FaultCode CopyDestination = s_register.Add("CLI002",
        "The destination of the copy is not usable.",
        "Copy several files to an existing folder.");

    internal static readonly FaultCode PackedInTable = s_register.Add("CLI030",
        "The table can only show data that the file holds exactly as the guest sees them, so not compressed data.",
        "Ask for the map as JSON.");

    /// <summary>All of them, by code.</summary>
    internal static IReadOnlyList<FaultCode> All => s_register.All;
}
