using System.Text;

namespace Bq2.Pictures;

/// <summary>A terminal's screen as a picture.</summary>
internal static class ScreenPicture
{
    public static string Draw(Cell[,] cells)
    {
        var content = new StringBuilder();
        for (int row = 0; row < Terminal.Rows; row++)
            DrawRow(content, cells, row);
        return Svg.Window(Terminal.Columns, Terminal.Rows, "The boot menu", content.ToString());
    }

    private static void DrawRow(StringBuilder content, Cell[,] cells, int row)
    {
        for (int column = 0, next; column < Terminal.Columns; column = next)
        {
            var first = cells[row, column];
            for (next = column + 1; next < Terminal.Columns && cells[row, next].LooksLike(first);)
                next++;

            string text = new([.. Enumerable.Range(column, next - column).Select(at => cells[row, at].Letter)]);
            if (first.Paper != Cell.Black)
                content.Append(Svg.Paper(column, row, text.Length, Svg.Colour(first.Paper, bold: false)));
            DrawText(content, column, row, text, first);
        }
    }

    private static void DrawText(StringBuilder content, int column, int row, string text, Cell look)
    {
        int blanks = text.Length - text.TrimStart(' ').Length;
        string letters = text.Trim(' ');
        string colour = Svg.Colour(look.Ink, look.Bold);
        string fill = look.LooksLike(Cell.Blank) ? "" : $" fill=\"{colour}\"";
        if (letters.Length > 0)
            content.Append(Svg.Text(column + blanks, row, letters, fill));
    }
}
