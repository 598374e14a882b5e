namespace Bq2.Tests;

/// <summary>The pages that people read, as paths from the repository's root.</summary>
internal static class Pages
{
    public static string[] All { get; } =
    [
        .. ((string[])[".", "docs", "bench", "firmware"])
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));
}
