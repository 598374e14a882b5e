using System.Globalization;

namespace Bq2.Cli;

internal static partial class EfiDumpText
{
    // Longer instructions are rare; they only push their line's text to the right.
    private const int BytesColumn = 10 * 3;

    private static void WriteCode(EfiProgramDump dump, TextWriter to)
    {
        foreach (var section in dump.Code ?? [])
        {
            Line(to, $"\n  code of {section.Section}");
            foreach (var line in section.Instructions)
            {
                foreach (string name in line.Names ?? [])
                    Line(to, $"\n{name}:");
                to.Write(string.Create(CultureInfo.InvariantCulture, $"  {line.Address:x8}  "));
                WriteBytes(line.Bytes, to);
                to.Write(line.Text);
                to.Write('\n');
            }
        }
    }

    private static void WriteBytes(string hex, TextWriter to)
    {
        for (int i = 0; i < hex.Length; i += 2)
        {
            to.Write(hex.AsSpan(i, 2));
            to.Write(' ');
        }

        for (int i = hex.Length / 2 * 3; i <= BytesColumn; i++)
            to.Write(' ');
    }
}
