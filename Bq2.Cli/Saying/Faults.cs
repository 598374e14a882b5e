using Bq2.Efi.Binary;

namespace Bq2.Cli;

/// <summary>Several faults at once, as checkers and the linker answer.</summary>
internal static class Faults
{
    public static int Complain(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine(Advice.Add(fault).Show());
        return ExitCode.Input;
    }
}
