using System.Globalization;
using System.Text;

namespace Bq2.Efi;

/// <summary>One row of sixteen bytes as a hex dump shows it, with carets under the guilty ones.</summary>
public sealed record Excerpt(long RowOffset, byte[] Row, int First, int Count)
{
    private const int RowLength = 16;

    /// <summary>
    /// The row around <paramref name="offset"/>, taken from <paramref name="bytes"/>, which begin at
    /// <paramref name="start"/> of their file. Null if they do not contain it.
    /// </summary>
    internal static Excerpt? Of(ReadOnlySpan<byte> bytes, long start, long offset, int count)
    {
        long row = offset / RowLength * RowLength;
        long from = Math.Max(row, start), to = Math.Min(row + RowLength, start + bytes.Length);
        if (offset < from || offset >= to)
            return null;

        int first = (int)(offset - from);
        return new(from, bytes[(int)(from - start)..(int)(to - start)].ToArray(), first, (int)Math.Min(count, to - offset));
    }

    /// <summary>The row and the carets, as two lines.</summary>
    public override string ToString()
    {
        var dump = new StringBuilder("  ").Append(RowOffset.ToString("x8", CultureInfo.InvariantCulture)).Append(' ');
        foreach (byte value in Row)
            dump.Append(' ').Append(value.ToString("x2", CultureInfo.InvariantCulture));

        dump.Append('\n').Append(' ', "  00000000  ".Length + 3 * First);
        return dump.AppendJoin(' ', Enumerable.Repeat("^^", Count)).ToString();
    }
}
