using Bq2.Efi.Files;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Hints for failures of the system. The system's own message names the path.</summary>
internal static class Outside
{
    public static string? Hint(Exception failure) => failure switch
    {
        OutsideException outside => outside.Hint,
        FileNotFoundException or DirectoryNotFoundException =>
            $"check the spelling; relative paths start at {Environment.CurrentDirectory}",
        UnauthorizedAccessException => "ls -ld shows the permissions; or write the output elsewhere",
        { HResult: Errno.TooLarge } => "df -T and ulimit -f show the limits; or write to another disk",
        { HResult: Errno.NoSpace } => "free some space, or write to another disk",
        { HResult: Errno.ReadOnly } => "write to another disk; this one is mounted read-only",
        _ => null,
    };
}
