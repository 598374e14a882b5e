using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Cli;

/// <summary>Standard input or output, as the file that the parent process opened.</summary>
internal static class StandardHandle
{
    public static SafeFileHandle Input => Of(0, "input");

    public static SafeFileHandle Output => Of(1, "output");

    // If it was closed, the runtime soon reuses its number for a file of its own. An inherited descriptor never has close-on-exec.
    private static SafeFileHandle Of(int descriptor, string name)
    {
        if (OperatingSystem.IsLinux() && Libc.fcntl(descriptor, Libc.GetDescriptorFlags) is var flags
            && (flags < 0 || (flags & Libc.ClosesOnExec) != 0))
        {
            throw new UsageException($"standard {name} is closed");
        }

        return new(descriptor, ownsHandle: false);
    }
}
