using System.CommandLine;
using System.Text.Json.Serialization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Compares two trees: folders, archives, and file systems in disk images.</summary>
internal static class DiffCommand
{
    public const string Summary = "Compares what is in two folders, archives or disk images.";

    private const int Different = 1;
    private const int Error = 2;

    /// <summary>The exit codes and their meanings.</summary>
    public static readonly (string, string)[] ExitCodes =
        [("0", "equal"), ("1", "different"), ("2", "an error"), ("3", "something outside failed")];

    // What may be left out of the comparison.
    private static readonly Dictionary<string, TreeAspects> s_aspects = new()
    {
        ["mode"] = TreeAspects.Mode,
        ["owner"] = TreeAspects.Owner,
        ["time"] = TreeAspects.Time,
        ["xattrs"] = TreeAspects.Xattrs,
        ["content"] = TreeAspects.Content,
        ["links"] = TreeAspects.Links,
    };

    /// <summary>As with diff, 1 means only that the two differ.</summary>
    public static int Failed(int exitCode) => Math.Max(exitCode, Error);

    public static void Define(Command command)
    {
        var one = new Argument<string>("ONE") { Description = $"A tree: {TreeWords.Meaning}" }.OfferingFiles();
        var other = new Argument<string>("OTHER") { Description = "Another one" }.OfferingFiles();
        var ignore = Options.Texts("--ignore", "WHAT", $"Do not compare this: {string.Join(", ", s_aspects.Keys)}; may be repeated");
        var most = TreeWords.MaxUnpacked();
        var output = Options.Output();
        command.Add(one);
        command.Add(other);
        foreach (Option option in (Option[])[ignore, most, output])
            command.Add(option);
        var opening = Options.Opening(command, "an image");

        command.SetAction(words =>
        {
            var sources = new TreeWords
            {
                Folder = new() { KeepTimes = true, KeepOwners = true, KeepXattrs = true },
                Archive = new() { Unpacking = new() { MaxLength = words.GetValue(most) } },
                Opening = opening(words),
            };
            var compared = (words.GetValue(ignore) ?? []).Aggregate(TreeAspects.All, (left, word) => left & ~AspectOf(word));
            return Compare(
                Inputs.Tree(words.GetRequiredValue(one), sources), Inputs.Tree(words.GetRequiredValue(other), sources), compared,
                words.GetValue(output));
        });
    }

    private static TreeAspects AspectOf(string word) => s_aspects.TryGetValue(word, out var aspect) ? aspect
        : throw new UsageException($"--ignore {word}: expected {string.Join(", ", s_aspects.Keys)}{Near.Words(word, s_aspects.Keys)}");

    private static int Compare(Tree one, Tree other, TreeAspects compared, string? output)
    {
        TreeDifferenceLine[] lines = [.. TreeComparison.Differences(one, other, compared).Select(TreeDifferenceLine.Of)];
        if (output == "json" || lines.Length > 0)
            Answer.PrintVerdict(output, lines, DiffJson.Default.TreeDifferenceLineArray, all => string.Join('\n', all.Select(Text)));
        return lines.Length == 0 ? ExitCode.Done : Different;
    }

    private static string Text(TreeDifferenceLine line) => line.Only switch
    {
        "one" => $"- {line.Path}",
        "other" => $"+ {line.Path}",
        _ => $"~ {line.Path}: {string.Join(", ", line.Differences)}",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TreeDifferenceLine[]))]
internal sealed partial class DiffJson : JsonSerializerContext;
