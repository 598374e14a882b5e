using Bq2.Efi.Uefi;

namespace Bq2.Efi.Boot;

/// <summary>A line that is being edited, in the caller's buffer, and the part of it that the screen shows.</summary>
internal ref struct LineEditor(Span<char> text, int length, int width)
{
    // A letter with the control key, as terminals send it.
    private const int Control = -'a' + 1;

    private readonly Span<char> _text = text;

    public int Length { get; private set; } = length;

    public int Cursor { get; private set; } = length;

    /// <summary>The first character that is shown.</summary>
    public int First { get; private set; } = length < width ? 0 : length - width + 1;

    /// <summary>The visible part; the cursor is inside or right after it.</summary>
    public readonly ReadOnlySpan<char> Shown => _text[First..(Length - First < width ? Length : First + width)];

    public EditStep Take(InputKey key)
    {
        switch (key.Scan == ScanCode.None ? ScanOf(key.Character) : key.Scan)
        {
            case ScanCode.Left: return MoveTo(Cursor - 1);
            case ScanCode.Right: return MoveTo(Cursor + 1);
            case ScanCode.Home or ScanCode.Up: return MoveTo(0);
            case ScanCode.End or ScanCode.Down: return MoveTo(Length);
            case ScanCode.Delete: return Remove(Cursor, 1);
            case ScanCode.Escape: return EditStep.Cancel;
            case not ScanCode.None: return EditStep.Nothing;
        }

        return (int)key.Character switch
        {
            '\r' or '\n' => EditStep.Accept,
            '\b' or '\u007f' => Cursor > 0 ? Remove(Cursor - 1, 1) : EditStep.Nothing,
            Control + 'k' => Remove(Cursor, Length - Cursor),
            Control + 'u' => Remove(0, Cursor),
            Control + 'w' => Remove(WordBefore(), Cursor - WordBefore()),
            >= ' ' => Insert(key.Character),
            _ => EditStep.Nothing,
        };
    }

    // As in shells.
    private static ScanCode ScanOf(int character) => character switch
    {
        Control + 'a' => ScanCode.Home,
        Control + 'b' => ScanCode.Left,
        Control + 'c' => ScanCode.Escape,
        Control + 'd' => ScanCode.Delete,
        Control + 'e' => ScanCode.End,
        Control + 'f' => ScanCode.Right,
        _ => ScanCode.None,
    };

    private EditStep Insert(char c)
    {
        if (Length == _text.Length)
            return EditStep.Nothing;

        for (int i = Length; i > Cursor; i--)
            _text[i] = _text[i - 1];
        _text[Cursor] = c;
        Length++;
        return MoveTo(Cursor + 1);
    }

    private EditStep Remove(int start, int count)
    {
        if (count > Length - start)
            count = Length - start;
        for (int i = start; i < Length - count; i++)
            _text[i] = _text[i + count];
        Length -= count;
        return MoveTo(start);
    }

    private EditStep MoveTo(int target)
    {
        Cursor = target < 0 ? 0 : target > Length ? Length : target;
        if (Cursor < First)
            First = Cursor;
        if (Cursor - First >= width)
            First = Cursor - width + 1;
        return EditStep.Changed;
    }

    private readonly int WordBefore()
    {
        int start = Cursor;
        while (start > 0 && _text[start - 1] == ' ')
            start--;
        while (start > 0 && _text[start - 1] != ' ')
            start--;
        return start;
    }
}

/// <summary>What a key did to the line.</summary>
internal enum EditStep
{
    Nothing,
    Changed,
    Accept,
    Cancel,
}
