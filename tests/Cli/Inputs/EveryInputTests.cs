using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Bq2.Tests.Cli.Inputs;

/// <summary>
/// Every command with every kind of thing that a word can name: no cell is a crash or a hang, and none ends with 0 unless the
/// answer is that of a regular file with the same bytes. Prints the table, and leaves it in artifacts/every-input-*.md.
/// </summary>
public sealed partial class EveryInputTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    // qemu-img check's, for a format that has nothing to check.
    private const int NothingToCheck = 63;

    private static readonly byte[] s_foreign = Gzip("of another format"u8.ToArray());

    private readonly InputFiles _files = new();

    [Needs("losetup setpriv bash timeout")]
    [InlineData("image")]
    [InlineData("efi")]
    public void NoCellIsACrashAHangOrAnotherAnswer(string program)
    {
        InputCommand[] commands = [.. InputCommand.All(_files)
            .Where(command => command.Words.StartsWith(program, StringComparison.Ordinal))];
        var cells = commands.SelectMany(command => InputKind.All.Select(kind => (Command: command, Kind: kind))).ToArray();
        var answers = new InputCommand.Answer[cells.Length];
        Parallel.For(0, cells.Length,
            new() { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount }, i => answers[i] = Run(cells[i].Command, cells[i].Kind));

        var wrong = new List<string>();
        for (int i = 0; i < cells.Length; i++)
        {
            var (command, kind) = cells[i];
            var reference = answers[i / InputKind.All.Length * InputKind.All.Length + ReferenceFor(kind)];
            if (Objection(command, kind, answers[i], reference) is { } objection)
                wrong.Add($"bq2 {command.Words}, IN a {kind.Name}: {objection}\n"
                    + $"{answers[i].ExitCode}: {answers[i].Said}{answers[i].Complained}");
        }

        string table = Table(commands, answers);
        output.WriteLine(table);
        File.WriteAllText(Path.Combine(Repository.Root, $"artifacts/every-input-{program}.md"), table);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    public void Dispose() => _files.Dispose();

    private InputCommand.Answer Run(InputCommand command, InputKind kind)
    {
        using var temp = new TempFolder();
        foreach (var (name, bytes) in ((string, byte[])[])
            [("copy", BytesOf(command, kind)), ("disk", _files.Disk),
                ("program", _files.Program), ("object", _files.Object), ("other", _files.Text), ("linux", _files.Program)])
            File.WriteAllBytes(temp[name], bytes);
        File.WriteAllBytes(temp["content"], BytesOf(command, kind));
        string word = kind.Make(temp);
        try
        {
            if (command.Extension is { } extension && word is "content" or "link" or "folder")
            {
                new RealTool("mv").Run(temp[word], temp["input" + extension]).Accepts();
                word = "input" + extension;
            }

            string[] before = Names(temp);
            var answer = Start(temp, command.Makes, $"{kind.Before}timeout -k 1 {s_patience.TotalSeconds} '{Bq2Program.File}' "
                + $"{command.Words.Replace("IN", word, StringComparison.Ordinal)} {kind.StandardInput}");
            string[] more = [.. Names(temp).Except(before)];
            string[] expected = answer.ExitCode == 0 && command.Words.Contains("out", StringComparison.Ordinal) ? ["out"] : [];
            return more.Where(name => name != "out" || new FileInfo(temp[name]).Length > 0).SequenceEqual(expected) || answer.ExitCode == 0
                ? answer with { Said = word == "-" ? Regex.Replace(answer.Said, "(?m)^-(?=$|:)", "IN")
                : Regex.Replace(answer.Said, $@"(?<![\w/.-]){Regex.Escape(word)}(?!\w)", "IN") }
                : answer with { Complained = $"{answer.Complained}LEFT: {string.Join(' ', more)}" };
        }
        finally
        {
            if (word.StartsWith("/dev/loop", StringComparison.Ordinal))
                LoopDevice.Detach(word);
        }
    }

    private static InputCommand.Answer Start(TempFolder temp, string makes, string line)
    {
        var outcome = new ProgramCall("bash", "-c", line) { Folder = temp.Path, Environment = { ["SOURCE_DATE_EPOCH"] = "0" } }.Run();
        string said = Descriptor().Replace(outcome.Said, "IN").Replace("standard input", "IN", StringComparison.Ordinal);
        return new(outcome.ExitCode, said, outcome.Complained, ReadOrNull(temp[makes]), ReadOrNull(temp["content"]));
    }

    private static byte[]? ReadOrNull(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] Names(TempFolder temp) =>
        [.. Directory.GetFileSystemEntries(temp.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static byte[] BytesOf(InputCommand command, InputKind kind) => kind.Content switch
    {
        InputContent.Right => command.Content,
        InputContent.OneByte => "x"u8.ToArray(),
        InputContent.Foreign => s_foreign,
        _ => [],
    };

    // The column of the regular file that has the same bytes.
    private static int ReferenceFor(InputKind kind) => Array.FindIndex(InputKind.All, other => other.IsRegular
        && other.Content == kind.Content) is >= 0 and var found ? found : Array.IndexOf(InputKind.All, kind);

    private static string? Objection(InputCommand command, InputKind kind, InputCommand.Answer answer, InputCommand.Answer reference)
    {
        if (answer.ExitCode == 124 || answer.ExitCode >= 128)
            return "it hangs, or was ended by a signal";
        if (answer.Complained.Contains("a bug in Bq2", StringComparison.Ordinal)
            || answer.ExitCode is not (>= 0 and <= 3 or NothingToCheck))
            return "it crashes";
        if (answer.Complained.Contains("LEFT: ", StringComparison.Ordinal))
            return "it leaves something behind";
        if (answer.ExitCode != 0)
            return Refusal(command, kind, answer);
        if (kind.Content == InputContent.None && !(command.TakesFolder && kind.Name == "folder"))
            return "it answers, and has read nothing";
        if (command.TakesFolder)
            return kind.Name == "folder" ? null : "it takes a file for a folder";
        if (kind.Content != InputContent.Right && command.IsRight?.Invoke(BytesOf(command, kind), answer) != true)
            return "it makes something of the wrong bytes";
        if (command.IsRight?.Invoke(BytesOf(command, kind), answer) == false && kind.Content == InputContent.Right && !command.IsInPlace)
            return "the answer is not right";
        return command.Steady(answer.Said) != command.Steady(reference.Said) || !Same(answer.Made, reference.Made)
            ? "the answer is not that of a regular file with the same bytes"
            : null;
    }

    private static string? Refusal(InputCommand command, InputKind kind, InputCommand.Answer answer)
    {
        bool canBeRefused = kind.Content != InputContent.Right || kind.ExitCode is not null || command.TakesFolder
            || (command.IsInPlace && kind.Name is "pipe" or "-") || (command.Extension is not null && kind.Name is not ("file" or "link"))
            || (command.Words.Contains("resize", StringComparison.Ordinal) && kind.Name == "block device");
        if (!canBeRefused)
            return "it is refused";
        if (answer.Complained.Length == 0 && answer.Said.Length == 0)
            return "it is refused without a word";
        return kind.ExitCode is { } code && code != answer.ExitCode && !command.HasOwnCodes ? $"the exit code is not {code}" : null;
    }

    private static bool Same(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    /// <summary>"yes" where it was done; else the exit code and the fault's code.</summary>
    private static string Table(InputCommand[] commands, InputCommand.Answer[] answers)
    {
        int kinds = InputKind.All.Length;
        var table = new StringBuilder("| bq2 … |").AppendJoin("|", InputKind.All.Select(kind => $" {kind.Name} ")).Append("|\n|---");
        table.Append(string.Concat(Enumerable.Repeat("|---", kinds))).Append("|\n");
        for (int i = 0; i < commands.Length; i++)
        {
            var row = answers.AsSpan(i * kinds,
                kinds).ToArray().Select(answer => answer.ExitCode == 0 ? "yes" : $"{answer.ExitCode} {FaultOf(answer)}".TrimEnd());
            table.Append($"| `{commands[i].Words}` | ").AppendJoin(" | ", row).Append(" |\n");
        }

        return table.ToString();
    }

    private static string FaultOf(InputCommand.Answer answer) => FaultCode().Match(answer.Complained).Value;

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    [GeneratedRegex("[A-Z]{2,4}[0-9]{3}(?=:)")]
    private static partial Regex FaultCode();

    [GeneratedRegex("/dev/(fd/[0-9]+|loop[0-9]+)")]
    private static partial Regex Descriptor();
}
