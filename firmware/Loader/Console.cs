using System.Runtime.CompilerServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Text for the person at the machine, buffered by lines because some firmware takes milliseconds for each call. Without a console it is
/// dropped.
/// </summary>
internal static unsafe class Console
{
    private const int Capacity = 200;

    private static Line s_line;
    private static int s_length;
    private static int s_rowWidth;   // 0 outside of a row

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Say(Words words) => Write(words.Text);

    public static void Write(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            int codePoint = Utf8Text.TakeFirst(ref utf8);
            Write(codePoint is >= 0 and < 0x1_0000 ? (char)codePoint : '?');
        }
    }

    public static void Write(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            Write(c);
    }

    /// <summary>A number in decimal.</summary>
    public static void Write(ulong number)
    {
        if (number >= 10)
            Write(number / 10);
        Write((char)('0' + number % 10));
    }

    /// <summary>The path in firmware's form; the entry's own text if it is not a path.</summary>
    public static void WritePath(ReadOnlySpan<byte> path)
    {
        var buffer = Scratch.Chars(EfiPath.MaxPathLength);
        if (EfiPath.Write(path, buffer, out int length) == TextFault.None)
            Write(buffer[..length]);
        else
            Write(path);
    }

    public static void EndLine()
    {
        if (s_length == 0)
            return;

        Append('\r');
        Append('\n');
        Flush();
    }

    /// <summary>
    /// Begins to overwrite a row of the screen. What is written is cut at the given width, which is less than a line's, and then ends in
    /// dots; <see cref="EndRow"/> fills the rest.
    /// </summary>
    public static void BeginRow(int row, int width, TextColor color)
    {
        var output = Firmware.Table->ConOut;
        Firmware.Call(output, color, output->SetAttribute);
        Firmware.Call(output, 0, (nuint)row, output->SetCursorPosition);
        s_rowWidth = width;
    }

    /// <summary>Widens the row: what was written so far had to leave room for what follows.</summary>
    public static void WidenRow(int width) => s_rowWidth = width;

    public static void EndRow()
    {
        while (s_length < s_rowWidth)
            Append(' ');
        s_rowWidth = 0;
        Flush();
    }

    // Messages contain text from files and entries; it must not move the cursor or control the terminal.
    private static void Write(char c)
    {
        if (s_rowWidth != 0 && s_length == s_rowWidth)
        {
            // Three dots: hardly any firmware's font has the ellipsis.
            for (int i = 1; i <= 3; i++)
                s_line[s_rowWidth - i] = '.';
            return;
        }

        if (s_length == Capacity)
            Flush();
        Append(c is < ' ' or >= '\u007f' and < '\u00a0' ? '?' : c);
    }

    private static void Append(char c) => s_line[s_length++] = c;

    private static void Flush()
    {
        s_line[s_length] = '\0';
        s_length = 0;

        var output = Firmware.Table->ConOut;
        if (output == null)
            return;

        fixed (char* text = &s_line[0])
            Firmware.Call(output, text, output->OutputString);
    }

    // There is always room for CR, LF and NUL.
    [InlineArray(Capacity + 3)]
    private struct Line
    {
        private char _first;
    }
}
