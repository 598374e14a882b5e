using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Cli;

/// <summary>Standard input or output, as the file that the parent process opened.</summary>
internal static partial class StandardHandle
{
    private const int GetFlags = 1, ClosesOnExec = 1;

    public static SafeFileHandle Input => Of(0, "input");

    public static SafeFileHandle Output => Of(1, "output");

    // If it was closed, the runtime soon reuses its number for a file of its own. An inherited descriptor never has close-on-exec.
    private static SafeFileHandle Of(int descriptor, string name)
    {
        if (OperatingSystem.IsLinux() && fcntl(descriptor, GetFlags) is var flags && (flags < 0 || (flags & ClosesOnExec) != 0))
            throw new UsageException($"standard {name} is closed");
        return new(descriptor, ownsHandle: false);
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command);
}
