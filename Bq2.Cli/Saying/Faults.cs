using Bq2.Efi;

namespace Bq2.Cli;

/// <summary>Prints the list of faults that a checker or the linker returned.</summary>
internal static class Faults
{
    public static int Complain(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
            Complain(Advice.Add(fault));
        return ExitCode.Input;
    }

    /// <summary>One fault, with its hint.</summary>
    public static void Complain(in Fault fault, string before = "") => Complaint.Of(fault).Say(before + fault.Show());
}
