using System.CommandLine;
using System.Globalization;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Options that several commands share, and kinds of options with the same error messages everywhere.</summary>
internal static class Options
{
    // The most that System.CommandLine allows.
    private const int MaxPlaces = 100_000;

    /// <summary>An argument of this name may be a number with a dash in front, which is not an option.</summary>
    public const string SizeChange = "[+|-]SIZE";

    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Number(string name, string unit, int least, int most, string description) => new(name)
    {
        HelpName = unit,
        Description = description,
        CustomParser = given =>
        {
            string text = given.Tokens[0].Value;
            bool whole = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            if (whole && number >= least && number <= most)
                return number;
            given.AddError($"{name} is '{text}': expected a whole number, {least} to {most}");
            return null;
        },
    };

    /// <summary>Some text.</summary>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>The same, several times.</summary>
    public static Option<string[]> Texts(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>One of a few words.</summary>
    public static Option<string?> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { HelpName = string.Join('|', words), Description = description };
        option.Offering(words);
        option.Validators.Add(given =>
        {
            string text = given.Tokens.Count > 0 ? given.Tokens[0].Value : "";
            if (!words.Contains(text))
                given.AddError($"{name} is '{text}': expected {string.Join(" or ", words)}");
        });
        return option;
    }

    /// <summary>Refuses <paramref name="one"/> together with any of the others, which would have no effect.</summary>
    public static void Exclude(Command command, Option one, string reason, params Option[] others) => command.Validators.Add(given =>
    {
        if (given.GetResult(one) is not null && Array.Find(others, other => given.GetResult(other) is not null) is { } other)
            given.AddError($"{one.Name} {reason}, so {other.Name} does not go with it");
    });

    /// <summary>A place in a disk image.</summary>
    public static Argument<string> ImagePlace(string description) => new Argument<string>("IMAGE[:PARTITION][/PATH]")
    {
        Description = $"{description}; PARTITION is a number, a label or a type such as esp "
            + "(the only one when not given, or the EFI system partition, or the first)",
    }.OfferingFiles();

    /// <summary>A minimum number of places in disk images.</summary>
    public static Argument<string[]> ImagePlaces(string name, string description, int least) =>
        new Argument<string[]>(name) { Description = description, Arity = new(least, MaxPlaces) }.OfferingFiles();

    /// <summary>The format of an input image, for when it should not be detected.</summary>
    public static Option<string?> SourceFormat(string name, string image) =>
        Choice(name, $"The format of {image} (detected when not given)", "raw", "qcow2");

    /// <summary>Adds the options for opening an image; returns a function that reads them.</summary>
    public static Func<ParseResult, OpenOptions> Opening(Command command, string image, string name = "-f")
    {
        var format = SourceFormat(name, image);
        var allow = AllowBacking();
        command.Add(format);
        command.Add(allow);
        return words => new() { Format = DiskFormats.Find(words.GetValue(format)), AllowBacking = words.GetValue(allow) };
    }

    /// <summary>Whether to open the files that an image names.</summary>
    public static Option<bool> AllowBacking() =>
        new("--allow-backing") { Description = "Open the backing and data files that the image names; only for images you trust" };

    /// <summary>The form of a command's answer: text or JSON.</summary>
    public static Option<string?> Output() =>
        Choice("--output", "The form of the answer (human when not given)", "human", "json");

    /// <summary>Whether JSON is asked for, even if the command line has other errors.</summary>
    public static bool AsksForJson(ParseResult words) =>
        words.CommandResult.Command.Options.Any(option =>
            words.GetResult(option) is { Implicit: false } given
            && (option.Name == "--json"
                || (option.Name == "--output" && option.HelpName == "human|json" && given.Tokens.Any(token => token.Value == "json"))));

    /// <summary>Whether to show the progress as a percentage line.</summary>
    public static bool AsksForPercent(ParseResult words) =>
        words.CommandResult.Command.Options.Any(option => option.Name == "-p" && words.GetResult(option) is { Implicit: false });

    /// <summary>The same, with --json as a second name for --output json.</summary>
    public static Func<ParseResult, string?> OutputOrJson(Command command)
    {
        var output = Output();
        var json = new Option<bool>("--json") { Description = "The same as --output json" };
        command.Add(output);
        command.Add(json);
        return words => words.GetValue(json) ? "json" : words.GetValue(output);
    }
}
