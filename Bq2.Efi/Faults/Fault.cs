using System.Globalization;
using System.Text;

namespace Bq2.Efi;

/// <summary>One thing wrong with one file: which rule, where, what was found, what to try.</summary>
public readonly record struct Fault(FaultCode Kind, string Message)
{
    /// <summary>The short stable code of its kind; empty if there is no fault.</summary>
    public string Code => Kind?.Code ?? "";

    /// <summary>The file at fault, as the caller named it.</summary>
    public string? Path { get; init; }

    /// <summary>The offset of the fault in the file.</summary>
    public long? Offset { get; init; }

    /// <summary>What to try, if we know.</summary>
    public string? Hint { get; init; }

    /// <summary>The row of bytes that holds the guilty ones.</summary>
    public Excerpt? Excerpt { get; init; }

    /// <summary>
    /// The same fault with the <paramref name="count"/> guilty bytes at <paramref name="offset"/> of <paramref name="file"/> shown.
    /// </summary>
    internal Fault Showing(ReadOnlySpan<byte> file, long offset, int count) =>
        this with { Offset = offset, Excerpt = Excerpt.Of(file, 0, offset, count) };

    /// <summary>One line: place, rule, message.</summary>
    public override string ToString()
    {
        string offset = Offset is { } at ? "+0x" + at.ToString("x", CultureInfo.InvariantCulture) : "";
        string place = Path is null ? "" : Path + offset + ": ";
        return $"{place}{Code}: {Message}";
    }

    /// <summary>The line, the hint and the guilty bytes: what a person is shown.</summary>
    public string Show()
    {
        var text = new StringBuilder(ToString());
        if (Hint is not null)
            text.Append("\n  try: ").Append(Hint);
        if (Excerpt is not null)
            text.Append('\n').Append(Excerpt);
        return text.ToString();
    }
}
