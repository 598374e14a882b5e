using System.Runtime.CompilerServices;
using System.Text;
using Internal.Runtime;

namespace System;

/// <summary>
/// Text for the person at the machine, buffered by lines because some firmware takes milliseconds for each call; an unfinished line is
/// shown when the program sleeps, reads or ends. Without a console it is dropped.
/// </summary>
public static unsafe class Console
{
    private const int Capacity = 254;

    private static Line s_line;
    private static int s_length;

    public static void Write(string? value) => Write(value.AsSpan());

    public static void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    public static void Write(char[]? buffer) => Write(new ReadOnlySpan<char>(buffer));

    public static void Write(int value) => Write(value.ToString());

    public static void Write(uint value) => Write(value.ToString());

    public static void Write(long value) => Write(value.ToString());

    public static void Write(ulong value) => Write(value.ToString());

    public static void Write(bool value) => Write(value.ToString());

    public static void Write(object? value) => Write(value?.ToString());

    public static void Write(string format, params object?[] arg) => Write(string.Format(format, arg));

    /// <summary>The firmware's console needs CR and LF to start a new line, so either is written as both.</summary>
    public static void Write(ReadOnlySpan<char> value)
    {
        foreach (char c in value)
        {
            if (c == '\n')
                EndOfLine();
            else if (c != '\r')
                Append(c);
        }
    }

    public static void WriteLine() => EndOfLine();

    public static void WriteLine(string? value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(char value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(char[]? buffer)
    {
        Write(buffer);
        EndOfLine();
    }

    public static void WriteLine(int value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(uint value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(long value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(ulong value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(bool value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(object? value)
    {
        Write(value);
        EndOfLine();
    }

    public static void WriteLine(string format, params object?[] arg) => WriteLine(string.Format(format, arg));

    public static void WriteLine(ReadOnlySpan<char> value)
    {
        Write(value);
        EndOfLine();
    }

    /// <summary>A line from the keyboard, echoed as it is typed; null without a keyboard.</summary>
    public static string? ReadLine()
    {
        var input = Firmware.Table->In;
        if (input == null)
            return null;

        var line = new StringBuilder();
        while (true)
        {
            Flush();
            char c = ReadKey(input);
            if (c == '\r')
                break;
            if (c == '\b' && line.Length > 0)
            {
                line.Length--;
                Write("\b \b");
            }
            else if (c >= ' ')
            {
                line.Append(c);
                Append(c);
            }
        }

        EndOfLine();
        return line.ToString();
    }

    internal static void EndLine()
    {
        if (s_length > 0)
            EndOfLine();
    }

    internal static void Flush()
    {
        s_line[s_length] = '\0';
        var output = Firmware.Table->Out;
        if (s_length > 0 && output != null)
        {
            fixed (char* text = &s_line[0])
                output->Write(output, text);
        }

        s_length = 0;
    }

    private static char ReadKey(TextInput* input)
    {
        Key key;
        nuint which;
        nint keyEvent = input->WaitForKey;
        do
            Firmware.Boot->WaitForEvent(1, &keyEvent, &which);
        while (input->ReadKey(input, &key) != Firmware.Success);
        return key.Character;
    }

    private static void EndOfLine()
    {
        Append('\r');
        Append('\n');
        Flush();
    }

    private static void Append(char c)
    {
        if (s_length == Capacity)
            Flush();
        s_line[s_length++] = c;
    }

    // And a NUL.
    [InlineArray(Capacity + 1)]
    private struct Line
    {
        private char _first;
    }
}
