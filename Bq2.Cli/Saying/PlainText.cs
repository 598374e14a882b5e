using Bq2.Image;

namespace Bq2.Cli;

/// <summary>
/// The serial output without terminal control sequences: firmware clears the screen, moves the cursor and sets colours. A cursor
/// movement becomes a line break.
/// </summary>
internal sealed class PlainText(Stream output) : OutputStream
{
    private const byte Escape = 0x1b, Bell = 7, Delete = 0x7f;

    private readonly MemoryStream _text = new();
    private State _state;
    private bool _isLineEmpty = true;

    // ECMA-48: ESC alone begins one more byte; CSI ends with a letter; a string, such as a window's title, with BEL or ESC \.
    private enum State
    {
        Text,
        Escape,
        Sequence,
        String,
        StringEscape,
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _text.SetLength(0);
        foreach (byte each in buffer)
            Take(each);
        output.Write(_text.GetBuffer().AsSpan(0, (int)_text.Length));
    }

    public override void Flush() => output.Flush();

    private void Take(byte each)
    {
        switch (_state)
        {
            case State.Text when each == Escape:
                _state = State.Escape;
                break;
            case State.Text:
                TakeText(each);
                break;
            case State.Escape when each is >= 0x20 and < 0x30: // one more byte follows, as in ESC ( B
                break;
            case State.Escape or State.StringEscape:
                _state =
                    each switch
                        { (byte)'[' => State.Sequence, (byte)']' or (byte)'P' or (byte)'_' or (byte)'^' => State.String, _ => State.Text };
                break;
            case State.Sequence when each is >= 0x40 and <= 0x7e:
                _state = State.Text;
                if (each is (byte)'H' or (byte)'f')
                    BeginLine();
                break;
            case State.String:
                _state = each switch { Bell => State.Text, Escape => State.StringEscape, _ => State.String };
                break;
        }
    }

    private void TakeText(byte each)
    {
        // Backspaces pass: line editing needs them.
        if (each is < 0x20 and not ((byte)'\b' or (byte)'\t' or (byte)'\n' or (byte)'\r') or Delete)
            return;
        _text.WriteByte(each);
        if (each != '\r')
            _isLineEmpty = each == '\n';
    }

    private void BeginLine()
    {
        if (!_isLineEmpty)
            _text.Write("\r\n"u8);
        _isLineEmpty = true;
    }
}
