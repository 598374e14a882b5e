namespace Bq2.Tests;

/// <summary>The pages that people read, as paths from the repository's root.</summary>
internal static class Pages
{
    public static string[] All { get; } =
    [
        .. ((string[])[".", "docs", "bench", "firmware",
            "Bq2.Efi", "Bq2.Image", "Bq2.Sysroot", "Bq2.Cli", "Bq2.Efi.Sdk/Package", "Bq2.Efi.Sdk/Templates"])
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));
}
