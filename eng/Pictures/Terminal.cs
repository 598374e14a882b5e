using System.Globalization;

namespace Bq2.Pictures;

/// <summary>
/// As much of a terminal as edk2's serial console uses: text, the cursor's place, clearing the screen, and colours.
/// Other sequences change nothing.
/// </summary>
internal sealed class Terminal
{
    public const int Columns = 80, Rows = 25;

    private const char Escape = '\u001b';

    private readonly Cell[,] _cells = new Cell[Rows, Columns];
    private int _row, _column;
    private Cell _pen = Cell.Blank;

    private Terminal() => Clear();

    /// <summary>What stands on the screen when all of this has been printed, row by row.</summary>
    public static Cell[,] Show(string printed)
    {
        var terminal = new Terminal();
        for (int at = 0; at < printed.Length; at++)
        {
            if (printed[at] == Escape && at + 1 < printed.Length && printed[at + 1] == '[')
                at = terminal.Obey(printed, at + 2);
            else
                terminal.Print(printed[at]);
        }

        return terminal._cells;
    }

    private void Print(char letter)
    {
        if (letter == '\r')
        {
            _column = 0;
        }
        else if (letter == '\n')
        {
            NextRow();
        }
        else if (!char.IsControl(letter))
        {
            if (_column == Columns)
            {
                _column = 0;
                NextRow();
            }

            _cells[_row, _column++] = _pen with { Letter = letter };
        }
    }

    private void NextRow()
    {
        if (++_row < Rows)
            return;
        _row = Rows - 1;
        Array.Copy(_cells, Columns, _cells, 0, (Rows - 1) * Columns);
        for (int column = 0; column < Columns; column++)
            _cells[_row, column] = Cell.Blank;
    }

    // From behind "ESC [" to the letter that ends the sequence; tells where that is.
    private int Obey(string printed, int start)
    {
        int end = start;
        while (end < printed.Length && printed[end] is not (>= '@' and <= '~'))
            end++;
        if (end == printed.Length)
            return end;

        int[] numbers = [.. printed[start..end].Split(';').Select(Number)];
        if (printed[end] == 'H')
            (_row, _column) = (Place(numbers, 0, Rows), Place(numbers, 1, Columns));
        else if (printed[end] == 'J')
            Clear();
        else if (printed[end] == 'm')
            Array.ForEach(numbers, Colour);
        return end;
    }

    private static int Number(string digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static int Place(int[] numbers, int which, int limit) =>
        which < numbers.Length ? Math.Clamp(numbers[which] - 1, 0, limit - 1) : 0;

    private void Colour(int number) => _pen = number switch
    {
        0 => Cell.Blank,
        1 => _pen with { Bold = true },
        >= 30 and <= 37 => _pen with { Ink = number - 30 },
        >= 40 and <= 47 => _pen with { Paper = number - 40 },
        _ => _pen,
    };

    private void Clear()
    {
        for (int row = 0; row < Rows; row++)
            for (int column = 0; column < Columns; column++)
                _cells[row, column] = Cell.Blank;
    }
}
