using Bq2.Efi.Uefi;

namespace Bq2.Efi.Boot;

/// <summary>Which line of the menu is selected, and which lines are on the screen.</summary>
internal struct MenuState(int count, int rows, int selected)
{
    private const int NoMove = -0x8000_0000;

    /// <summary>How many lines there are, and how many of them fit.</summary>
    public readonly int Count => count;

    public readonly int Rows => rows;

    public int Selected { get; private set; } = selected;

    /// <summary>The first line that is shown.</summary>
    public int Top { get; private set; } = TopFor(count, rows, selected, 0);

    /// <summary>Whether the key moves the selection. At an end it may stay where it is.</summary>
    public bool Take(InputKey key)
    {
        int target = key.Scan switch
        {
            ScanCode.Up => Selected - 1,
            ScanCode.Down => Selected + 1,
            ScanCode.Home => 0,
            ScanCode.End => Count - 1,
            ScanCode.PageUp => Selected - Rows,
            ScanCode.PageDown => Selected + Rows,
            _ => key.Character switch { 'k' or 'K' => Selected - 1, 'j' or 'J' => Selected + 1, _ => NoMove },
        };
        if (target == NoMove)
            return false;

        Select(target);
        return true;
    }

    public void Select(int target)
    {
        Selected = target < 0 ? 0 : target >= Count ? Count - 1 : target;
        Top = TopFor(Count, Rows, Selected, Top);
    }

    // Scroll no more than needed to show the selected line.
    private static int TopFor(int count, int rows, int selected, int top)
    {
        if (selected < top)
            top = selected;
        if (selected >= top + rows)
            top = selected - rows + 1;
        int last = count > rows ? count - rows : 0;
        return top > last ? last : top;
    }
}
