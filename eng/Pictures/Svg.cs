using System.Globalization;
using System.Text;

namespace Bq2.Pictures;

/// <summary>A terminal's window as SVG. Text is stretched to its columns, so that it fits whatever font there is.</summary>
internal static class Svg
{
    public const int Margin = 14, LineHeight = 17;
    public const double LetterWidth = 7.8;

    private const int Baseline = 13;

    /// <summary>The colours of ANSI from black to light gray, and what bold makes of them.</summary>
    private static readonly string[] s_colours = ["#101418", "#c05050", "#58a058", "#b09040", "#5080c0", "#a060a0", "#50a0a0", "#c8c8c8"];

    private const string Bright = "#ffffff";

    public static string Colour(int number, bool bold) => bold && number == Cell.LightGray ? Bright : s_colours[number];

    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A picture that has room for so many letters, with this in it.</summary>
    public static string Window(int columns, int rows, string title, string content)
    {
        string width = Number(Math.Ceiling(columns * LetterWidth) + 2 * Margin), height = Number(rows * LineHeight + 2 * Margin);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"
             font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="13" fill="{s_colours[Cell.LightGray]}">
            <title>{Escaped(title)}</title>
            <rect width="100%" height="100%" rx="8" fill="{s_colours[Cell.Black]}"/>
            <svg x="{Margin}" y="{Margin}" width="{Number(columns * LetterWidth)}" height="{rows * LineHeight}" overflow="hidden">
            {content}</svg>
            </svg>

            """;
    }

    /// <summary>An element of text; <paramref name="attributes"/> begin with a space, and <paramref name="inner"/> goes into it.</summary>
    public static string Text(int column, int row, string text, string attributes = "", string inner = "")
    {
        var element = new StringBuilder("<text xml:space=\"preserve\"");
        if (column > 0)
            element.Append(CultureInfo.InvariantCulture, $" x=\"{Number(column * LetterWidth)}\"");
        element.Append(CultureInfo.InvariantCulture, $" y=\"{row * LineHeight + Baseline}\"");
        element.Append(CultureInfo.InvariantCulture, $" textLength=\"{Number(text.Length * LetterWidth)}\"");
        return element.Append(attributes).Append('>').Append(Escaped(text)).Append(inner).Append("</text>\n").ToString();
    }

    public static string Paper(int column, int row, int length, string colour) =>
        $"<rect x=\"{Number(column * LetterWidth)}\" y=\"{row * LineHeight}\""
        + $" width=\"{Number(length * LetterWidth)}\" height=\"{LineHeight}\" fill=\"{colour}\"/>\n";

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
