using System.CommandLine;
using System.Text;

namespace Bq2.Cli;

/// <summary>A command's help as a manual page: roff with the standard man macros.</summary>
internal sealed class ManualPage(string name, Command command)
{
    private readonly StringBuilder _text = new();

    public string Name => name;

    public override string ToString()
    {
        _text.Clear();
        string date = Ambient.SourceDateEpoch() is { } time ? time.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : "";
        Line($".TH {Escaped(name.ToUpperInvariant())} 1 \"{date}\" \"Bq2 {CommandLine.Version}\"");
        string[] paragraphs = (command.Description ?? "").Split("\n\n");
        Section("NAME", $"{Escaped(name)} \\- {Escaped(char.ToLowerInvariant(paragraphs[0][0]) + paragraphs[0][1..].TrimEnd('.'))}");
        Section("SYNOPSIS", Synopsis());
        Section("DESCRIPTION", string.Join("\n.PP\n", paragraphs.Select(Escaped)));
        Rows("COMMANDS",
            command.Subcommands.Where(verb => !verb.Hidden).Select(verb => ($"\\fB{Escaped(verb.Name)}\\fR", verb.Description)));
        Rows("ARGUMENTS", command.Arguments.Select(argument => ($"\\fI{Escaped(argument.Name)}\\fR", argument.Description)));
        Rows("OPTIONS",
            CommandLine.OptionsOf(command).Where(option => !option.Hidden).Select(option => (Heading(option), option.Description)));
        Rows("EXIT STATUS", ((VerbCommand)command).ExitCodes.Select(each => ($"\\fB{each.Codes}\\fR", (string?)each.Meaning)));
        Rows("ENVIRONMENT", [
            ("\\fBSOURCE_DATE_EPOCH\\fR", "The time to write into files, in seconds since 1970; the clock is never used"),
            ("\\fBNO_COLOR\\fR", "If not empty, disables colours"),
        ]);
        return _text.ToString();
    }

    private string Synopsis()
    {
        var words = new StringBuilder($"\\fB{Escaped(Called())}\\fR");
        if (command.Subcommands.Any(verb => !verb.Hidden))
            words.Append(" \\fICOMMAND\\fR");
        foreach (var argument in command.Arguments)
            words.Append(argument.Arity.MinimumNumberOfValues > 0 ? $" \\fI{Escaped(argument.Name)}\\fR"
                : $" [\\fI{Escaped(argument.Name)}\\fR]");
        foreach (var option in command.Options.Where(option => option.Required))
            words.Append($" \\fB{Escaped(option.Name)}\\fR \\fI{Escaped(option.HelpName ?? "")}\\fR");
        return words.Append(" [\\fIoptions\\fR]").ToString();
    }

    private string Called() =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{name[..^(command.Name.Length + 1)]} {command.Name}" : name;

    private static string Heading(Option option)
    {
        string names =
            string.Join(", ", option.Aliases.Append(option.Name).OrderBy(each => each.Length).Select(each => $"\\fB{Escaped(each)}\\fR"));
        return option.HelpName is { } value ? $"{names} \\fI{Escaped(value)}\\fR" : names;
    }

    private void Section(string heading, string text)
    {
        Line($".SH {heading}");
        Line(text);
    }

    private void Rows(string heading, IEnumerable<(string Head, string? Text)> rows)
    {
        bool isFirst = true;
        foreach (var (head, text) in rows)
        {
            if (isFirst)
                Line($".SH {heading}");
            isFirst = false;
            Line(".TP");
            Line(head);
            Line(Escaped(text ?? ""));
        }
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    // roff would read a line that begins with a dot or a quote as a request.
    private static string Escaped(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return string.Join('\n', escaped.Split('\n').Select(line => line.StartsWith('.') || line.StartsWith('\'') ? "\\&" + line : line));
    }
}
