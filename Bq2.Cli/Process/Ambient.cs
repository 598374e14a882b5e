using System.Globalization;

namespace Bq2.Cli;

/// <summary>The variables of the environment that Bq2 honours.</summary>
internal static class Ambient
{
    // The last second of the year 9999, where calendars end.
    private const long LastSecond = 253_402_300_799;

    /// <summary>The user's terminal type; null if not set.</summary>
    public static string? Terminal { get; private set; }

    /// <summary>
    /// Hides TERM from .NET. At startup .NET would send an escape sequence that changes the terminal's keypad mode, even if all output
    /// goes to files.
    /// </summary>
    public static void HideTerminal()
    {
        Terminal = Environment.GetEnvironmentVariable("TERM");
        Environment.SetEnvironmentVariable("TERM", null);
    }

    /// <summary>The user wants no colour (no-color.org: set, and not empty).</summary>
    public static bool NoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>The user's configuration folder (XDG Base Directory Specification).</summary>
    public static string ConfigFolder => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    /// <summary>The time to write into what is built; null if the variable is not set. The clock is never used.</summary>
    public static DateTimeOffset? SourceDateEpoch()
    {
        string? text = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        if (string.IsNullOrEmpty(text))
            return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > LastSecond)
            throw new UsageException($"SOURCE_DATE_EPOCH is '{text}': expected seconds since 1970, 0 to {LastSecond}");
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
