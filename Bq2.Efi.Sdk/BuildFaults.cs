namespace Bq2.Efi.Sdk;

/// <summary>
/// Every kind of fault on the way from C# to a UEFI program, besides those of the C# compiler and the linker.
/// A code means one thing and keeps its meaning; docs/faults.md is made from these lines.
/// </summary>
public static class BuildFaults
{
    private static readonly FaultRegister s_register = new();

    public static readonly FaultCode CompilerMissing = s_register.Add("EFB001",
        "The C# compiler could not be started.",
        "Install the .NET SDK.");
    public static readonly FaultCode CompilerFailed = s_register.Add("EFB002",
        "The C# compiler failed without an error message.",
        "Build the file with dotnet build to see what it says.");
    public static readonly FaultCode IlcMissing = s_register.Add("EFB003",
        "The ahead-of-time compiler could not be started.",
        "Restore the project; the compiler is a package.");
    public static readonly FaultCode IlcFailed = s_register.Add("EFB004",
        "The ahead-of-time compiler refused the program.",
        "Read what it says; it names the method.");
    public static readonly FaultCode NotAnAssembly = s_register.Add("EFB005",
        "The program or one of its references is not a .NET assembly.",
        "Reference only assemblies built for this core library.");
    public static readonly FaultCode Catch = s_register.Add("EFB010",
        "The program has a catch block; on firmware an exception ends the program.",
        "Test for the condition instead.");
    public static readonly FaultCode MultidimensionalArray = s_register.Add("EFB011",
        "The program has an array of several dimensions.",
        "Use an array of arrays, or compute one index.");
    public static readonly FaultCode GenericVirtualMethod = s_register.Add("EFB012",
        "The program has a generic virtual method.",
        "Make the type generic, or the method static or not virtual.");
    public static readonly FaultCode Finalizer = s_register.Add("EFB013",
        "The program has a finalizer; there is no garbage collector, so it would never run.",
        "Use IDisposable and using.");
    public static readonly FaultCode LiteralFormat = s_register.Add("EFB030",
        "The program formats a number in a way that the core library does not support.",
        "Use one of the formats that the message names.");
    public static readonly FaultCode MissingName = s_register.Add("EFB032",
        "The program uses a type or member of .NET that the core library for firmware does not have.",
        "Use what the message names instead; firmware/README.md lists what works.");
    public static readonly FaultCode MachineUnknown = s_register.Add("EFB020",
        "The property Machine is not a known machine.",
        "Write x86_64 or aarch64.");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<FaultCode> All => s_register.All;
}
