using System.Globalization;
using System.Text.RegularExpressions;

namespace Bq2.Tests;

/// <summary>No line of C# is longer than .editorconfig says: two files fit side by side on a screen.</summary>
public sealed partial class LineWidthTests
{
    private static readonly int s_limit = int.Parse(
        Limit().Match(File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"))).Groups[1].Value, CultureInfo.InvariantCulture);

    private static readonly string[] s_sources =
    [
        .. Directory.GetDirectories(Repository.Root)
            .Where(folder => Path.GetFileName(folder) is not ("artifacts" or "out" or "bin") and not ['.', ..])
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void LinesEndWhereEditorconfigSays()
    {
        Assert.InRange(s_limit, 100, 140);
        Assert.InRange(s_sources.Length, 300, int.MaxValue);
        string[] offenders = [.. s_sources.SelectMany(Offenders)];

        Assert.True(offenders.Length == 0, string.Join('\n', offenders));
    }

    [Fact]
    public void ALongLineIsNoticed()
    {
        using var temp = new TempFolder();
        File.WriteAllLines(temp["long.cs"], [new string('a', s_limit), new string('b', s_limit + 1)]);

        Assert.Equal([$"{temp["long.cs"]}:2: {s_limit + 1} characters"], Offenders(temp["long.cs"]));
    }

    private static IEnumerable<string> Offenders(string path) =>
        File.ReadLines(Path.Combine(Repository.Root, path))
            .Select((line, index) => (line.Length, Number: index + 1))
            .Where(line => line.Length > s_limit)
            .Select(line => $"{path}:{line.Number}: {line.Length} characters");

    [GeneratedRegex("max_line_length = ([0-9]+)")]
    private static partial Regex Limit();
}
