using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Bq2.Cli;

/// <summary>
/// Answers a shell's request for completions. [suggest:POSITION] LINE has the whole line, program name first; the answer is one word
/// per line. [describe:POSITION] adds a description after a tab, and says where files or folders are expected
/// (<see cref="Offers.Files"/>), which the shell completes itself.
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
            throw new UsageException($"'{words[0]}' is not a completion request: expected {Question}POSITION] LINE");

        // Drop the program's name: it may be a path, or a name from before an update.
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
