using System.Globalization;
using System.Text;

namespace Bq2.Efi.Pe;

/// <summary>
/// The rows by which shim revokes old programs without naming each of them: component, generation, vendor, package,
/// version, address; the first row is about the format itself.
/// </summary>
public static class Sbat
{
    /// <summary>The name of the section that holds them.</summary>
    public const string SectionName = ".sbat";

    private const string FirstComponent = "sbat";
    private const string FirstRow = "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md";
    private const int MaxFaults = 64, MaxWord = 64;

    private static readonly string[] s_columns = ["component", "generation", "vendor", "package", "version", "address"];

    /// <summary>What is wrong with the rows; empty where shim reads them. Offsets count from the first byte.</summary>
    public static IReadOnlyList<Fault> Check(ReadOnlySpan<byte> bytes)
    {
        var faults = new List<Fault>();
        int end = bytes.TrimEnd((byte)0).Length, number = 0;
        for (int at = 0; at < end && faults.Count < MaxFaults;)
        {
            int length = bytes[at..end].IndexOf((byte)'\n');
            length = length < 0 ? end - at : length;
            var row = bytes.Slice(at, length).TrimEnd((byte)'\r');
            if (!row.IsEmpty)
                CheckRow(row, at, ++number, faults);
            at += length + 1;
        }

        if (end == 0 || number == 0)
            faults.Add(new(EfiFaults.SbatEmpty, "there are no rows") { Offset = 0, Hint = $"the first one is {FirstRow}" });
        return faults;
    }

    /// <summary>Whether shim cannot read the rows for this. About the rest of what <see cref="Check"/> finds it does not care.</summary>
    internal static bool IsUnreadable(Fault fault) => fault.Kind == EfiFaults.SbatColumns || fault.Kind == EfiFaults.SbatEmptyColumn;

    private static void CheckRow(ReadOnlySpan<byte> row, int at, int number, List<Fault> faults)
    {
        int columns = 0, start = 0;
        while (start <= row.Length)
        {
            int length = row[start..].IndexOf((byte)',');
            var word = length < 0 ? row[start..] : row.Slice(start, length);
            if (columns < s_columns.Length && Wrong(word, columns, number) is { } wrong)
                faults.Add(wrong with { Message = Text($"row {number}, column {columns + 1}: {wrong.Message}"), Offset = at + start });
            columns++;
            start += word.Length + 1;
        }

        if (columns != s_columns.Length)
        {
            faults.Add(new(columns < s_columns.Length ? EfiFaults.SbatColumns : EfiFaults.SbatMoreColumns,
                Text($"row {number} has {columns} columns, expected {s_columns.Length}: {string.Join(", ", s_columns)}")) { Offset = at });
        }
    }

    private static Fault? Wrong(ReadOnlySpan<byte> word, int column, int row)
    {
        string text = Encoding.Latin1.GetString(word[..Math.Min(word.Length, MaxWord)]);
        int odd = word.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        if (odd >= 0)
            return new(EfiFaults.SbatByte, $"the {s_columns[column]} holds the byte 0x{word[odd]:x2}, expected printable ASCII");
        if (text.Length == 0)
            return new(EfiFaults.SbatEmptyColumn, $"the {s_columns[column]} is empty");
        if (column == 1 && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int generation) || generation == 0))
            return new(EfiFaults.SbatGeneration, $"the generation is '{text}', expected a whole number from 1 on");
        if (column == 0 && row == 1 && text != FirstComponent)
        {
            return new(EfiFaults.SbatFirstRow, $"the component is '{text}', expected '{FirstComponent}' in the first row")
            {
                Hint = $"put this row first: {FirstRow}",
            };
        }

        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
