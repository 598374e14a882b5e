using Bq2.Efi;

namespace Bq2.Cli;

/// <summary>Several faults at once, as checkers and the linker answer.</summary>
internal static class Faults
{
    public static int Complain(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
            Complain(Advice.Add(fault));
        return ExitCode.Input;
    }

    /// <summary>One of which it is known what to advise.</summary>
    public static void Complain(in Fault fault, string before = "") => Complaint.Of(fault).Say(before + fault.Show());
}
