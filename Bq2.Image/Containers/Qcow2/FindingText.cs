using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bq2.Image;

/// <summary>
/// The words of a finding, put together only while more findings are listed: an image that is nothing but damage has
/// millions of them, which are counted and not told.
/// </summary>
[InterpolatedStringHandler]
internal ref struct FindingText
{
    private DefaultInterpolatedStringHandler _text;
    private readonly bool _isWanted;

    public FindingText(int literalLength, int formattedCount, Qcow2Check check, out bool isWanted)
    {
        _isWanted = isWanted = check.ListsMore;
        if (isWanted)
            _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value, string? format = null) => _text.AppendFormatted(value, format);

    /// <summary>Null where nobody would read them.</summary>
    public string? Finish() => _isWanted ? _text.ToStringAndClear() : null;
}
