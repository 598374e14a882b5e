using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Hints for failures of the system. The system's own message names the path.</summary>
internal static class Outside
{
    // errno values, which .NET passes in HResult if it has no exception type for them.
    private const int TooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;

    public static string? Hint(Exception failure) => failure switch
    {
        OutsideException outside => outside.Hint,
        FileNotFoundException or DirectoryNotFoundException =>
            $"check the spelling; relative paths start at {Environment.CurrentDirectory}",
        UnauthorizedAccessException => "ls -ld shows the permissions; or write the output elsewhere",
        { HResult: TooLarge } => "df -T and ulimit -f show the limits; or write to another disk",
        { HResult: NoSpace } => "free some space, or write to another disk",
        { HResult: ReadOnly } => "write to another disk; this one is mounted read-only",
        _ => null,
    };
}
