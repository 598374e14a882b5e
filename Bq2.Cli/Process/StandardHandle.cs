using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Cli;

/// <summary>Standard input or output, as the file that whoever started us has opened.</summary>
internal static partial class StandardHandle
{
    private const int GetFlags = 1, ClosesOnExec = 1;

    public static SafeFileHandle Input => Of(0, "input");

    public static SafeFileHandle Output => Of(1, "output");

    // Where it was closed, its number soon belongs to a file of the runtime's own; what is handed down never closes on exec.
    private static SafeFileHandle Of(int descriptor, string name)
    {
        if (OperatingSystem.IsLinux() && fcntl(descriptor, GetFlags) is var flags && (flags < 0 || (flags & ClosesOnExec) != 0))
            throw new UsageException($"standard {name} is closed");
        return new(descriptor, ownsHandle: false);
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);
}
