namespace Bq2.Bench.Whole;

/// <summary>Whether little input is to be measured once, to see that a benchmark runs: BQ2_BRIEFLY=1.</summary>
internal static class Brief
{
    public static bool Asked { get; } = Environment.GetEnvironmentVariable("BQ2_BRIEFLY") == "1";

    public static T Or<T>(T little, T usual) => Asked ? little : usual;

    /// <summary>The same with a third size, for figures within five minutes: BQ2_SMALL=1.</summary>
    public static T Or<T>(T little, T small, T usual) => Asked ? little : IsSmall ? small : usual;

    private static bool IsSmall { get; } = Environment.GetEnvironmentVariable("BQ2_SMALL") == "1";
}
