using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Bq2.Cli;

/// <summary>
/// What a shell may offer at the cursor. The question is [suggest:POSITION] LINE, the line with the program's name in front as the
/// shell has it; the answer is a word a line. [describe:POSITION] also asks what each is for, which stands behind a tab, and where
/// files or folders are due (<see cref="Offers.Files"/>), which the shell then looks for.
/// </summary>
internal static class Completion
{
    private const string Question = "[suggest:", FullQuestion = "[describe:";

    public static bool IsAsked(string[] words) =>
        words is [var first, _]
            && (first.StartsWith(Question, StringComparison.Ordinal) || first.StartsWith(FullQuestion, StringComparison.Ordinal));

    public static int Answer(string[] words, Func<string[], Command> build)
    {
        var number = words[0].AsSpan(words[0].IndexOf(':') + 1).TrimEnd(']');
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int position))
            throw new UsageException($"'{words[0]}' is no question: expected {Question}POSITION] LINE");

        // The program's name goes: it may be a path, or a name from before the last update.
        string line = words[1][..Math.Clamp(position, 0, words[1].Length)];
        string[] typed = [.. CommandLineParser.SplitCommandLine(line).Skip(1)];
        bool isBegun = typed.Length > 0 && !char.IsWhiteSpace(line[^1]);
        string[] before = isBegun ? typed[..^1] : typed;
        bool isFull = words[0].StartsWith(FullQuestion, StringComparison.Ordinal);
        foreach (var (word, description) in Cursor.Candidates(build(before), before, isBegun ? typed[^1] : ""))
        {
            if (isFull)
                Console.Out.WriteLine(description is null ? word : $"{word}\t{description.Split('\n')[0]}");
            else if (word[0] != ':')
                Console.Out.WriteLine(word);
        }

        return ExitCode.Done;
    }
}
