using System.Globalization;

namespace Bq2.Cli;

/// <summary>The variables of the environment that Bq2 honours.</summary>
internal static class Ambient
{
    // The last second of the year 9999, where calendars end.
    private const long LastSecond = 253_402_300_799;

    /// <summary>The kind of terminal that the user sits at; null where none is told.</summary>
    public static string? Terminal { get; private set; }

    /// <summary>
    /// Keeps the kind of terminal from .NET, which would set the terminal's keypad to another mode before the first word, by an
    /// escape sequence, and would do so even where all output goes to files.
    /// </summary>
    public static void HideTerminal()
    {
        Terminal = Environment.GetEnvironmentVariable("TERM");
        Environment.SetEnvironmentVariable("TERM", null);
    }

    /// <summary>The user wants no colour (no-color.org: set, and not empty).</summary>
    public static bool NoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Where the user keeps configuration (XDG Base Directory Specification).</summary>
    public static string ConfigFolder => Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");

    /// <summary>The time to write into what is built, in place of the clock's; none where the variable is not set.</summary>
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
