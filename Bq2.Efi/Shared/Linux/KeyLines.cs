using Bq2.Efi.Boot;

namespace Bq2.Efi.Linux;

/// <summary>Lines of text that the kernel or we wrote.</summary>
internal static class KeyLines
{
    /// <summary>The value of a line KEY=VALUE, as in the files uevent of /sys; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        while (!text.IsEmpty)
        {
            var line = TakeLine(ref text);
            if (line.Length > key.Length && line.StartsWith(key) && line[key.Length] == '=')
                return line[(key.Length + 1)..];
        }

        return default;
    }

    /// <summary>The first line, without its end, which is taken from the text.</summary>
    public static ReadOnlySpan<byte> TakeLine(scoped ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }

    /// <summary>The first word up to a blank, which is taken from the line, as are the blanks around it.</summary>
    public static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> line)
    {
        line = SkipBlanks(line);
        int length = 0;
        while (length < line.Length && !Bytes.IsBlank(line[length]))
            length++;
        var word = line[..length];
        line = SkipBlanks(line[length..]);
        return word;
    }

    private static ReadOnlySpan<byte> SkipBlanks(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty && Bytes.IsBlank(line[0]))
            line = line[1..];
        return line;
    }
}
