using System.CommandLine;
using System.Globalization;

namespace Bq2.Cli;

/// <summary>
/// Sizes as people type and read them, with the suffixes of qemu-img: K, M, G, T, P, E are powers of 1024, b is a byte.
/// </summary>
internal static class Bytes
{
    private const string Units = "KMGTPE";

    // More than any file or disk has, and the sum of two does not overflow.
    private const long Max = 1L << 62;

    /// <summary>The bytes of "512M", "1.5G" or "100b"; null if the text is not a size.</summary>
    public static long? Parse(string text)
    {
        int unit = text.Length == 0 ? -1 : ("B" + Units).IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal);
        string number = unit < 0 ? text : text[..^1];
        decimal bytesInUnit = 1L << 10 * Math.Max(unit, 0);
        bool isNumber = decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value);
        if (!isNumber || value > Max / bytesInUnit)
            return null;

        decimal bytes = value * bytesInUnit;
        return bytes == decimal.Truncate(bytes) ? (long)bytes : null;
    }

    /// <summary>"1.5 GiB" followed by the exact number.</summary>
    public static string Show(long bytes)
    {
        int unit = 0;
        double value = bytes;
        for (; value >= 1024 && unit < Units.Length; unit++)
            value /= 1024;
        return unit == 0
            ? FormattableString.Invariant($"{bytes} bytes")
            : FormattableString.Invariant($"{value:0.##} {Units[unit - 1]}iB ({bytes:N0} bytes)");
    }

    /// <summary>"1.5 GiB": three digits, as in qemu-img.</summary>
    public static string Short(long bytes)
    {
        int unit = 0;
        double value = bytes;
        for (; value >= 1000 && unit < Units.Length; unit++)
            value /= 1024;
        string name = unit == 0 ? "B" : $"{Units[unit - 1]}iB";
        return string.Create(CultureInfo.InvariantCulture, $"{value:g3} {name}");
    }

    public static Option<long?> Option(string name, string description) => new(name)
    {
        HelpName = "SIZE",
        Description = description,
        CustomParser = given =>
        {
            string text = given.Tokens[0].Value;
            if (Parse(text) is { } size)
                return size;
            given.AddError($"{name} is '{text}': expected a number of bytes, such as 536870912 or 512M");
            return null;
        },
    };
}
