using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Lets a person choose. Only rows that changed are rewritten, in place: a serial line is slow, and clearing a screen flickers.
/// </summary>
internal ref struct Menu
{
    private const int FirstRow = 2;

    private readonly Entries _entries;
    private readonly Settings _settings;
    private MenuState _state;
    private MenuTimeout _timeoutVariable;
    private MenuTimeout _timeout;
    private bool _timeoutChanged;
    private bool _isNoted;   // the last row says something that is worth reading

    private Menu(Entries entries, Settings settings, int selected)
    {
        _entries = entries;
        _settings = settings;
        _timeout = settings.Timeout;
        _timeoutVariable = settings.TimeoutVariable;
        _state = new(entries.Count, Screen.Rows - FirstRow - 3, selected);
    }

    private static int LastRow => Screen.Rows - 1;

    private readonly Entry Selected => _entries[_state.Selected];

    /// <summary>
    /// Shows the menu for that many seconds, or until somebody chooses if that is negative. Returns -1 if the person wants to leave;
    /// <paramref name="byHand"/> tells a choice from a timeout.
    /// </summary>
    public static int Ask(Entries entries, Settings settings, int selected, long seconds, out bool byHand)
    {
        Screen.Enter(settings.Config.ConsoleMode);
        Variable.WriteNumber("LoaderTimeMenuUSec"u8, Clock.Now);
        var menu = new Menu(entries, settings, selected < 0 ? 0 : selected);
        menu.DrawAll();
        bool leave = !menu.CountDown(seconds, out byHand) && !menu.TakeKeys();
        menu.KeepTimeout();
        Screen.Clear();
        return leave ? -1 : menu._state.Selected;
    }

    /// <summary>True if the time has run out; false at the first key, which is not consumed.</summary>
    private bool CountDown(long seconds, out bool byHand)
    {
        byHand = true;
        for (long left = seconds; left >= 0; left--)
        {
            if (left == 0)
            {
                byHand = false;
                return true;
            }

            BeginClock();
            Console.Say("  Boot in "u8);
            Console.Write((ulong)left);
            Console.Say(" s. Any key stops the clock."u8);
            Console.EndRow();
            if (Keyboard.TryRead(1000, out var key))
            {
                BeginClock();
                Console.EndRow();
                return Take(key) == Step.Start;
            }
        }

        return false;
    }

    // The row above the help, so that the help stays readable.
    private static void BeginClock() => Console.BeginRow(LastRow - 1, Screen.Width, TextColor.LightGrayOnBlack);

    /// <summary>True if an entry was chosen.</summary>
    private bool TakeKeys()
    {
        while (true)
        {
            if (!Keyboard.TryRead(60_000, out var key))
                continue;
            switch (Take(key))
            {
                case Step.Start: return true;
                case Step.Leave: return false;
            }
        }
    }

    private Step Take(InputKey key)
    {
        if (_isNoted)
            DrawHelp();

        int selected = _state.Selected, top = _state.Top;
        if (_state.Take(key))
        {
            DrawMove(selected, top);
            return Step.Stay;
        }

        if (key.Scan == ScanCode.Right)
            return Start();

        switch ((int)key.Character)
        {
            case '\r' or '\n': return Start();
            case 'e' or 'E': return Edit();
            case 'd': return MakeDefault();
            case 't' or '+' or '=': return ChangeTimeout(_timeout.Longer());
            case 'T' or '-': return ChangeTimeout(_timeout.Shorter());
            case 'h' or 'H' or '?': return Help();
            case 'p' or 'P': return Status();
            case 'f' or 'F': return EnterSetup();
            case 'q' or 'Q': return Step.Leave;
            case 'O': FirmwareSetup.Reset(ResetType.Shutdown); break;
            case 'B': FirmwareSetup.Reset(ResetType.Cold); break;
            case >= '1' and <= '9': return MoveTo(key.Character - '1');
            case 'w': return MoveTo(_entries.Find("auto-windows"u8));
            case 's': return MoveTo(_entries.Find("auto-efi-shell"u8));
            case 'l': return MoveTo(NextCandidate());
        }

        return Step.Stay;
    }

    private Step Start()
    {
        if (Selected.Problem == EntryProblem.None)
            return Step.Start;

        BeginNote();
        Console.Say("This entry is skipped: "u8);
        Selected.SayProblem();
        Console.EndRow();
        return Step.Stay;
    }

    private Step Edit()
    {
        if (!_settings.Config.Editor || Selected.Problem != EntryProblem.None || Selected.Kind > EntryKind.Other)
            return Note(_settings.Config.Editor ? "This entry has no command line."u8 : "loader.conf says: editor no"u8);

        bool start = CommandLineEditor.Edit(Selected, LastRow);
        DrawHelp();
        return start ? Step.Start : Step.Stay;
    }

    private Step MakeDefault()
    {
        if (Selected.Problem != EntryProblem.None)
            return Start();

        var room = Scratch.Bytes(Variable.MaxTextLength);
        if (Variable.ReadText("LoaderEntryDefault"u8, room).SequenceEqual(Selected.Id))
        {
            Variable.Delete("LoaderEntryDefault"u8);
            return Note("No entry is the default any more."u8);
        }

        Variable.WriteText("LoaderEntryDefault"u8, Selected.Id, Variable.Lasting);
        return Note("This entry is the default from now on."u8);
    }

    private Step ChangeTimeout(MenuTimeout timeout)
    {
        _timeout = _timeoutVariable = timeout;
        _timeoutChanged = true;
        if (timeout.IsUnset)
            return Note("The timeout is what loader.conf says."u8);
        if (timeout.IsForced)
            return Note("The menu is always shown, and stays."u8);
        if (timeout.IsHidden)
            return Note("The menu is hidden. Hold a key down to see it."u8);

        BeginNote();
        Console.Say("The menu is shown for "u8);
        Console.Write((ulong)timeout.Seconds);
        Console.Say(" s."u8);
        Console.EndRow();
        return Step.Stay;
    }

    /// <summary>Written once and not for each key: the flash memory of variables wears out.</summary>
    private readonly void KeepTimeout()
    {
        if (!_timeoutChanged)
            return;
        if (_timeoutVariable.IsUnset)
        {
            Variable.Delete("LoaderConfigTimeout"u8);
            return;
        }

        var room = Scratch.Bytes(20);
        var text = new Utf8Writer(room);
        _timeoutVariable.Write(ref text);
        Variable.WriteText("LoaderConfigTimeout"u8, text.Written, Variable.Lasting);
    }

    private Step EnterSetup()
    {
        if (!FirmwareSetup.IsOffered)
            return Note("This firmware cannot be told to enter its setup."u8);
        FirmwareSetup.Enter();
        return Step.Stay;
    }

    private Step Help() => Note("e edit, d default, t/T timeout, p status, f setup, B reboot, O off, q quit"u8);

    private Step Status()
    {
        BeginNote();
        Console.Write(Announcement.Name);
        Console.Say(", "u8);
        Console.Write(Firmware.Machine.Name);
        Console.Say(", line "u8);
        Console.Write((ulong)_state.Selected + 1);
        Console.Say(" of "u8);
        Console.Write((ulong)_entries.Count);
        Console.Say(": "u8);
        Console.Write(Selected.FileName);
        Console.EndRow();
        return Step.Stay;
    }

    private readonly int NextCandidate()
    {
        for (int i = 1; i <= _entries.Count; i++)
        {
            int index = (_state.Selected + i) % _entries.Count;
            if (_entries[index].IsCandidate)
                return index;
        }

        return -1;
    }

    private Step MoveTo(int target)
    {
        if (target < 0)
            return Step.Stay;
        int selected = _state.Selected, top = _state.Top;
        _state.Select(target);
        DrawMove(selected, top);
        return Step.Stay;
    }

    private void DrawAll()
    {
        Console.BeginRow(0, Screen.Width, TextColor.WhiteOnBlack);
        Console.Say("  Bq2 boot menu"u8);
        Console.EndRow();
        DrawRows();
        DrawHelp();
    }

    private readonly void DrawRows()
    {
        for (int i = 0; i < _state.Rows && _state.Top + i < _entries.Count; i++)
            DrawRow(_state.Top + i);
    }

    private readonly void DrawMove(int selected, int top)
    {
        if (top != _state.Top)
        {
            DrawRows();
        }
        else if (selected != _state.Selected)
        {
            DrawRow(selected);
            DrawRow(_state.Selected);
        }
    }

    private readonly void DrawRow(int index)
    {
        var entry = _entries[index];
        bool selected = index == _state.Selected;
        bool twin = IsTwin(index), remark = twin || entry.Problem != EntryProblem.None || entry.HasFailed || entry.Count.IsCounting;
        Console.BeginRow(
            FirstRow + index - _state.Top, remark ? Screen.Width / 2 : Screen.Width,
            selected ? TextColor.BlackOnLightGray : TextColor.LightGrayOnBlack);
        Console.Say(selected ? "> "u8 : "  "u8);
        Console.Write(entry.Title);
        Console.WidenRow(Screen.Width);
        if (twin)
        {
            Console.Say(" ("u8);
            Console.Write(entry.Text.Version.IsEmpty ? entry.FileName : entry.Text.Version);
            Console.Say(")"u8);
        }

        if (entry.Problem != EntryProblem.None)
        {
            Console.Say(" - skipped: "u8);
            entry.SayProblem();
        }
        else if (entry.HasFailed)
        {
            Console.Say(" - has failed"u8);
        }
        else if (entry.Count.IsCounting)
        {
            Console.Say(" - tries left: "u8);
            Console.Write((ulong)entry.Count.Left);
        }

        Console.EndRow();
    }

    /// <summary>Whether another entry has the same title, so that this one needs more than its title.</summary>
    private readonly bool IsTwin(int index)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            if (i != index && _entries[i].Title.SequenceEqual(_entries[index].Title))
                return true;
        }

        return false;
    }

    private void DrawHelp()
    {
        _isNoted = false;
        Console.BeginRow(LastRow, Screen.Width, TextColor.LightGrayOnBlack);
        Console.Say("  Enter starts, e edits the command line, h helps."u8);
        Console.EndRow();
    }

    private Step Note(Words text)
    {
        BeginNote();
        Console.Say(text);
        Console.EndRow();
        return Step.Stay;
    }

    private void BeginNote()
    {
        _isNoted = true;
        Console.BeginRow(LastRow, Screen.Width, TextColor.WhiteOnBlack);
        Console.Say("  "u8);
    }

    private enum Step
    {
        Stay,
        Start,
        Leave,
    }
}
