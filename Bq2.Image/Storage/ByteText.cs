using System.Buffers;
using System.Text;

namespace Bq2.Image;

/// <summary>
/// Names on Unix are bytes, almost always UTF-8. Here they are strings: a byte that is not part of valid UTF-8 becomes a lone surrogate,
/// U+DC80 for 0x80 up to U+DCFF for 0xff, which valid text never contains. The conversion is lossless both ways.
/// </summary>
internal static class ByteText
{
    private const char FirstByte = '\udc80', LastByte = '\udcff';
    private const int Shift = 0xdc00;

    private static readonly SearchValues<char> s_surrogates = SearchValues.Create([.. Enumerable.Range(0xd800,
        0x800).Select(code => (char)code)]);

    /// <summary>The string for the bytes of a name.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool isValid = Rune.DecodeFromUtf8(bytes, out var rune, out int length) == OperationStatus.Done;
            if (isValid)
                text.Append(rune);
            else
                text.Append((char)(Shift + bytes[0]));
            bytes = bytes[(isValid ? length : 1)..];
        }

        return text.ToString();
    }

    /// <summary>The bytes for a string.</summary>
    /// <exception cref="ArgumentException">A lone surrogate does not stand for a byte.</exception>
    public static byte[] Encode(string text)
    {
        if (!HasSurrogates(text))
            return Encoding.UTF8.GetBytes(text);

        var bytes = new List<byte>(text.Length * 2);
        for (int i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                i += rune.Utf16SequenceLength;
                continue;
            }

            if (text[i] is < FirstByte or > LastByte)
                throw new ArgumentException($"the lone surrogate at {i} does not stand for a byte", nameof(text));
            bytes.Add((byte)(text[i++] - Shift));
        }

        return [.. bytes];
    }

    /// <summary>Whether a string can be converted to bytes: every lone surrogate in it stands for a byte.</summary>
    public static bool IsValid(string text)
    {
        if (!HasSurrogates(text))
            return true;

        for (int i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
                i += rune.Utf16SequenceLength;
            else if (text[i++] is < FirstByte or > LastByte)
                return false;
        }

        return true;
    }

    /// <summary>Whether sorting by UTF-16 units may differ from sorting by bytes.</summary>
    internal static bool HasSurrogates(string text) => text.AsSpan().ContainsAny(s_surrogates);
}
