using System.CommandLine;
using System.Globalization;

namespace Bq2.Cli;

/// <summary>
/// What a shell may offer at the cursor. The question has System.CommandLine's own form, [suggest:POSITION] LINE, the
/// line with the program's name in front as the shell has it; its directive itself answers only for a RootCommand,
/// whose one name cannot be ours.
/// </summary>
internal static class Completion
{
    private const string Question = "[suggest:";

    public static bool IsAsked(string[] words) => words is [var first, _] && first.StartsWith(Question, StringComparison.Ordinal);

    public static int Answer(string[] words, Func<string, ParseResult> parse)
    {
        var number = words[0].AsSpan(Question.Length).TrimEnd(']');
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int position))
            throw new UsageException($"'{words[0]}' is no question: expected {Question}POSITION] LINE");

        // The program's name goes: it may be a path, or a name from before the last update.
        string line = words[1];
        int name = line.TakeWhile(letter => letter != ' ').Count();
        string rest = line[name..];
        foreach (var item in parse(rest).GetCompletions(Math.Clamp(position - name, 0, rest.Length)))
            Console.Out.WriteLine(item.InsertText ?? item.Label);
        return ExitCode.Done;
    }
}
