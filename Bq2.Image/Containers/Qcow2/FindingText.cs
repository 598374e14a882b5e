using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bq2.Image;

/// <summary>
/// The text of a finding, formatted only while findings are still listed: a badly damaged image has millions, which are only counted.
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

    /// <summary>Null if it will not be listed.</summary>
    public string? Finish() => _isWanted ? _text.ToStringAndClear() : null;
}
