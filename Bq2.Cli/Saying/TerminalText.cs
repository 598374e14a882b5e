using System.Text;

namespace Bq2.Cli;

/// <summary>
/// Output to a terminal. Names and labels come from images that may be hostile, so they must not control the terminal: control
/// characters are shown as numbers.
/// </summary>
internal sealed class TerminalText(Stream stream) : TextWriter
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public override Encoding Encoding => s_utf8;

    /// <summary>From now on, filters standard output and standard error, each if it is a terminal.</summary>
    public static void Use()
    {
        if (!Console.IsOutputRedirected)
            Console.SetOut(new TerminalText(Console.OpenStandardOutput()));
        if (!Console.IsErrorRedirected)
            Console.SetError(new TerminalText(Console.OpenStandardError()));
    }

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Write(ReadOnlySpan<char> buffer)
    {
        string text = buffer.ToString();
        if (text.Any(Steers))
            text = string.Concat(text.Select(each => Steers(each) ? FormattableString.Invariant($"\\x{(int)each:x2}") : each.ToString()));
        stream.Write(s_utf8.GetBytes(text));
    }

    private static bool Steers(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');
}
