namespace Bq2.Cli;

/// <summary>Numbers of things, in words.</summary>
internal static class Counts
{
    public static string Entries(int count) => count == 1 ? "one entry" : FormattableString.Invariant($"{count:N0} entries");
}
