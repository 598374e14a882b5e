using System.Runtime.CompilerServices;
using Bq2.Efi.Boot;

namespace Bq2.Init;

/// <summary>
/// Text for the person at the machine, line by line: to the console, and to the kernel's log, where it can be read later. A machine may
/// have several consoles, of which /dev/console is one; then the log goes to all of them.
/// </summary>
internal static class Console
{
    private const int Capacity = 400;

    // Of the log's levels one that every console shows, and one that none does.
    private const byte Error = (byte)'3', Debug = (byte)'7';

    private static Line s_line;
    private static int s_length;
    private static File s_log = new(-1);
    private static bool s_hasOthers;

    /// <summary>When /dev is there.</summary>
    public static void OpenLog()
    {
        s_log = Linux.Open("/dev/kmsg"u8, OpenFor.Writing);
        s_hasOthers = File.ReadAll("/sys/class/tty/console/active"u8).Contains((byte)' ');
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Say(CText words) => Write(words.Text);

    /// <summary>Text from a file or a device must not control the terminal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Write(ReadOnlySpan<byte> text)
    {
        foreach (byte c in text)
            Append(c is < (byte)' ' or 0x7f ? (byte)'?' : c);
    }

    public static void WriteNumber(ulong number)
    {
        if (number >= 10)
            WriteNumber(number / 10);
        Append((byte)('0' + number % 10));
    }

    public static void BeginLine()
    {
        s_length = 0;
        Write("bq2-init: "u8);
    }

    public static void EndLine(bool isError = false)
    {
        Log(isError && s_hasOthers ? Error : Debug);
        s_line[s_length] = (byte)'\n';
        Linux.Write(new(2), ((Span<byte>)s_line)[..(s_length + 1)]);
        s_length = 0;
    }

    private static void Log(byte level)
    {
        if (!s_log.IsOpen)
            return;
        int mark = Memory.Mark;
        var record = Memory.Take(Capacity + 3);
        var writer = new Utf8Writer(record);
        writer.Add((byte)'<');
        writer.Add(level);
        writer.Add((byte)'>');
        writer.Add(((Span<byte>)s_line)[..s_length]);
        Linux.Write(s_log, writer.Written);
        Memory.ReturnTo(mark);
    }

    // There is always room for the line's end.
    private static void Append(byte c)
    {
        if (s_length < Capacity)
            s_line[s_length++] = c;
    }

    [InlineArray(Capacity + 1)]
    private struct Line
    {
        private byte _first;
    }
}
