using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bq2.Pictures;

/// <summary>
/// Commands and what they printed, as a film. The words are those of the programs; the pace is ours, so that the same words make
/// the same film, however long the machine took.
/// </summary>
internal static partial class Recording
{
    public const int Columns = 118, Rows = 26;

    private const double Letter = 0.03, BeforeReturn = 0.5, Line = 0.2, BeforeCommand = 1.2, AtTheEnd = 6;

    private const string Prompt = "$ ";

    /// <summary>The commands of a folder, N.sh with N.out, in the order of their names.</summary>
    public static IReadOnlyList<(string Command, string Printed)> Read(string folder) =>
        [.. Directory.GetFiles(folder, "*.sh").Order(StringComparer.Ordinal)
            .Select(path => (File.ReadAllText(path).TrimEnd(), File.ReadAllText(Path.ChangeExtension(path, ".out"))))];

    public static string Draw(IReadOnlyList<(string Command, string Printed)> commands)
    {
        var lines = Timed(commands);
        double length = lines[^1].End + AtTheEnd;
        var content = new StringBuilder("<g>\n");
        for (int row = 0; row < lines.Count; row++)
            content.Append(lines[row].Typed ? Typing(lines[row], row, length) : Printing(lines[row], row, length));
        content.Append(Scrolling(lines, length)).Append("</g>\n");
        return Svg.Window(Columns, Rows, "A disk is made, looked into and booted", content.ToString());
    }

    private readonly record struct Shown(string Text, double Start, double End, bool Typed);

    private static List<Shown> Timed(IReadOnlyList<(string Command, string Printed)> commands)
    {
        var lines = new List<Shown>();
        double now = 0;
        foreach (var (command, printed) in commands)
        {
            now += BeforeCommand;
            foreach (string part in Wrapped(Prompt + command))
            {
                lines.Add(new(part, now, now + part.Length * Letter, Typed: true));
                now = lines[^1].End;
            }

            now += BeforeReturn;
            foreach (string line in Lines(printed).SelectMany(Wrapped))
            {
                lines.Add(new(line, now, now, Typed: false));
                now += Line;
            }
        }

        return lines;
    }

    // A terminal's steering and the kernel's clock are left out.
    private static IEnumerable<string> Lines(string printed) =>
        Steering().Replace(printed, "").ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')
            .Select(line => KernelTime().Replace(line, "").TrimEnd());

    private static IEnumerable<string> Wrapped(string line) =>
        line.Length == 0 ? [""] : line.Chunk(Columns).Select(part => new string(part));

    private static string Printing(Shown line, int row, double length) =>
        line.Text.Length == 0 ? "" : Svg.Text(0, row, line.Text, inner: Appears(line.Start, length));

    // One letter after the other comes out from behind the edge of a window that grows.
    private static string Typing(Shown line, int row, double length)
    {
        int steps = line.Text.Length;
        var times = Enumerable.Range(0, steps + 1).Select(step => step == 0 ? 0 : (line.Start + step * Letter) / length);
        var widths = Enumerable.Range(0, steps + 1).Select(step => Svg.Number(step * Svg.LetterWidth));
        return $"<svg width=\"{Svg.Number(steps * Svg.LetterWidth)}\" height=\"{(row + 1) * Svg.LineHeight}\">"
            + Animation("animate", "width", widths, times, length)
            + Svg.Text(0, row, line.Text, " fill=\"#ffffff\"").TrimEnd() + "</svg>\n";
    }

    private static string Appears(double start, double length) =>
        Animation("animate", "visibility", ["hidden", "visible"], [0, start / length], length);

    private static string Scrolling(List<Shown> lines, double length)
    {
        var moves = lines.Select((line, row) => (line.Start, Up: Math.Max(0, row + 1 - Rows))).Where(move => move.Up > 0).ToList();
        return moves.Count == 0 ? "" : Animation(
            "animateTransform",
            "transform",
            moves.Select(move => $"0 {-move.Up * Svg.LineHeight}").Prepend("0 0"),
            moves.Select(move => move.Start / length).Prepend(0),
            length,
            " type=\"translate\"") + "\n";
    }

    private static string Animation(
        string element, string attribute, IEnumerable<string> values, IEnumerable<double> times, double length, string more = "")
    {
        string keys = string.Join(';', times.Select(time => time.ToString("0.####", CultureInfo.InvariantCulture)));
        return $"<{element} attributeName=\"{attribute}\"{more} calcMode=\"discrete\" dur=\"{Svg.Number(length)}s\""
            + $" repeatCount=\"indefinite\" values=\"{string.Join(';', values)}\" keyTimes=\"{keys}\"/>";
    }

    [GeneratedRegex(@"\e\[[^@-~]*[@-~]")]
    private static partial Regex Steering();

    [GeneratedRegex(@"^\[ *[0-9]+\.[0-9]+\] ")]
    private static partial Regex KernelTime();
}
