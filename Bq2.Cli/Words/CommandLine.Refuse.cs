using System.CommandLine;
using System.CommandLine.Parsing;

namespace Bq2.Cli;

internal sealed partial class CommandLine
{
    private void Refuse(ParseResult said, string[] words)
    {
        // If an unknown option was parsed as a file name, another word is left over, which is not the one to blame.
        if (MistakenOption(said, words) is { } mistaken)
            throw Unknown(mistaken);
        if (said.UnmatchedTokens is [var odd, ..])
            throw Unknown(odd);
        if (said.Action is null || (said.Errors.Count > 0 && _command!.Subcommands.Count > 0))
            throw new UsageException($"a command is missing{Near.Words("", Listed(_command!))}");
        if (said.Errors is [var error, ..])
            throw new UsageException(OurManner(error.Message));
    }

    private UsageException Unknown(string word)
    {
        if (word.StartsWith('-'))
        {
            var known = OptionsOf(_command!).Where(each => !each.Hidden).Select(each => each.Name);
            return new($"unknown option '{word}'{Near.Words(word.Split('=')[0], known)}");
        }

        return _command!.Subcommands.Count > 0
            ? new($"unknown command '{word}'{Near.Words(word, Listed(_command))}")
            : new($"unexpected argument '{word}'");
    }

    /// <summary>
    /// System.CommandLine accepts --hlp as a file name where one is expected. Here only names after -- may begin with a dash; -:1/x is
    /// a place in standard input.
    /// </summary>
    private static string? MistakenOption(ParseResult said, string[] words)
    {
        var names = words.SkipWhile(word => word != "--").ToHashSet();
        return said.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Select(token => token.Value).Where(word => LooksLikeAnOption(word, argument.Argument)))
            .FirstOrDefault(word => !names.Contains(word));
    }

    private static bool LooksLikeAnOption(string word, Argument place) =>
        word.Length > 1 && word[0] == '-' && word[1] is not (':' or '/')
            && !(place.Name == Options.SizeChange && char.IsAsciiDigit(word[1]));

    /// <summary>System.CommandLine's message in the form of ours: one line, lower case first, no full stop.</summary>
    private static string OurManner(string message) =>
        char.ToLowerInvariant(message[0])
        + message[1..].ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal).TrimEnd('.');
}
