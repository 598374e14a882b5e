using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>What to try when the system says no. The system's own message names the path.</summary>
internal static class Outside
{
    // errno, which .NET hands on in HResult where it has no exception of its own for it.
    private const int TooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;

    public static string? Hint(Exception failure) => failure switch
    {
        OutsideException outside => outside.Hint,
        FileNotFoundException or DirectoryNotFoundException =>
            $"look for a slip in the name; names count from {Environment.CurrentDirectory}",
        UnauthorizedAccessException => "ls -ld of the path shows who may; an output can go elsewhere",
        { HResult: TooLarge } => "df -T and ulimit -f show what keeps it short; another disk may take it",
        { HResult: NoSpace } => "make room, or write to another disk",
        { HResult: ReadOnly } => "write to another disk; this one is mounted read-only",
        _ => null,
    };
}
