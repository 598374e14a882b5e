using System.Runtime.CompilerServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>
/// Text for the person at the machine. It is gathered by lines, as some firmware takes milliseconds for each call, and goes
/// nowhere on a machine without a console.
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

    /// <summary>As people write numbers.</summary>
    public static void Write(ulong number)
    {
        if (number >= 10)
            Write(number / 10);
        Write((char)('0' + number % 10));
    }

    /// <summary>As firmware would write the path; as the entry does, when that is no path.</summary>
    public static void WritePath(ReadOnlySpan<byte> path)
    {
        var buffer = Scratch.Chars(EfiPath.LongestPath);
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
    /// Begins to write over a row of the screen. What is written is cut at its width, which is less than a line may have, and then
    /// ends in dots; <see cref="EndRow"/> fills it up.
    /// </summary>
    public static void BeginRow(int row, int width, TextColor color)
    {
        var output = Firmware.Table->ConOut;
        Firmware.Call(output, color, output->SetAttribute);
        Firmware.Call(output, 0, (nuint)row, output->SetCursorPosition);
        s_rowWidth = width;
    }

    /// <summary>From here on there is more room: what was written so far was to leave some for what follows.</summary>
    public static void WidenRow(int width) => s_rowWidth = width;

    public static void EndRow()
    {
        while (s_length < s_rowWidth)
            Append(' ');
        s_rowWidth = 0;
        Flush();
    }

    // Files and entries have their say in messages; they are not to move the cursor or to send a terminal its commands.
    private static void Write(char c)
    {
        if (s_rowWidth != 0 && s_length == s_rowWidth)
        {
            // Three dots: the one sign for them is in the font of hardly any firmware.
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

    // CR, LF and NUL always have room.
    [InlineArray(Capacity + 3)]
    private struct Line
    {
        private char _first;
    }
}
