using Bq2.Efi.Files;
using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>What to try when the system says no. The system's own message names the path.</summary>
internal static class Outside
{
    public static string? Hint(Exception failure) => failure switch
    {
        OutsideException outside => outside.Hint,
        FileNotFoundException or DirectoryNotFoundException =>
            $"look for a slip in the name; names count from {Environment.CurrentDirectory}",
        UnauthorizedAccessException => "ls -ld of the path shows who may; an output can go elsewhere",
        { HResult: Errno.TooLarge } => "df -T and ulimit -f show what keeps it short; another disk may take it",
        { HResult: Errno.NoSpace } => "make room, or write to another disk",
        { HResult: Errno.ReadOnly } => "write to another disk; this one is mounted read-only",
        _ => null,
    };
}
