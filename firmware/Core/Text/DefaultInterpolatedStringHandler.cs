using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>Builds the text of $"…".</summary>
[InterpolatedStringHandler]
public readonly ref struct DefaultInterpolatedStringHandler
{
    private readonly StringBuilder _text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) => _text = new(literalLength + formattedCount * 11);

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted(string? value) => _text.Append(value);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.Append(value);

    public void AppendFormatted<T>(T value) => _text.Append(value?.ToString());

    public void AppendFormatted<T>(T value, string? format) =>
        _text.Append(value is IFormattable formattable ? formattable.ToString(format, null) : value?.ToString());

    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        int start = _text.Length;
        AppendFormatted(value, format);
        Pad(alignment, start);
    }

    public void AppendFormatted(string? value, int alignment = 0, string? format = null)
    {
        int start = _text.Length;
        _text.Append(value);
        Pad(alignment, start);
    }

    public override string ToString() => _text.ToString();

    public string ToStringAndClear() => _text.ToString();

    // A negative width pads after the text, a positive one before it.
    private void Pad(int alignment, int start)
    {
        int padding = Math.Abs(alignment) - (_text.Length - start);
        if (padding <= 0)
            return;
        if (alignment < 0)
        {
            _text.Append(' ', padding);
            return;
        }

        string text = _text.ToString()[start..];
        _text.Length = start;
        _text.Append(' ', padding).Append(text);
    }
}
