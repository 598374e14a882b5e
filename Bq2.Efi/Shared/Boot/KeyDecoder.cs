using Bq2.Efi.Uefi;

namespace Bq2.Efi.Boot;

/// <summary>
/// Decodes keys from a serial line whose firmware passes on a terminal's escape sequences character by character.
/// </summary>
internal struct KeyDecoder
{
    private State _state;
    private char _number;   // its only digit

    private enum State : byte
    {
        None,
        Escape,
        Sequence,
        Modifier,   // what follows a semicolon: which keys were held with it
    }

    /// <summary>Whether an escape is pending: if nothing follows it soon, it was a key; call <see cref="TakeEscape"/>.</summary>
    public readonly bool IsWaiting => _state != State.None;

    /// <summary>Whether this is a key or completes one; if not, more follows.</summary>
    public bool Take(ref InputKey key)
    {
        char c = key.Scan == ScanCode.Escape ? '\u001b' : key.Character;
        switch (_state)
        {
            case State.None when c == '\u001b':
                _state = State.Escape;
                return false;
            case State.Escape when c is '[' or 'O':
                _state = State.Sequence;
                _number = '\0';
                return false;
            case State.Sequence when c is >= '0' and <= '9':
                _number = _number == '\0' ? c : '?';   // of more than one digit are none that we know
                return false;
            case State.Sequence or State.Modifier when c is >= '0' and <= '9' or ';':
                _state = State.Modifier;
                return false;
            case State.Sequence or State.Modifier:
                key = new() { Scan = ScanOf(c) };
                break;
        }

        _state = State.None;
        return true;
    }

    public InputKey TakeEscape()
    {
        _state = State.None;
        return new() { Scan = ScanCode.Escape };
    }

    // Those of xterm and VT220; anything else is an unknown key.
    private readonly ScanCode ScanOf(char last) => last switch
    {
        'A' => ScanCode.Up,
        'B' => ScanCode.Down,
        'C' => ScanCode.Right,
        'D' => ScanCode.Left,
        'H' => ScanCode.Home,
        'F' => ScanCode.End,
        '~' => _number switch
        {
            '1' or '7' => ScanCode.Home,
            '2' => ScanCode.Insert,
            '3' => ScanCode.Delete,
            '4' or '8' => ScanCode.End,
            '5' => ScanCode.PageUp,
            '6' => ScanCode.PageDown,
            _ => ScanCode.None,
        },
        _ => ScanCode.None,
    };
}
