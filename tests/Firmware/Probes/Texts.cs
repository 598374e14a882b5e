using System.Text;

internal static class Texts
{
    private static string s_name = "world";

    public static void Run()
    {
        string text = "Hello, " + s_name;
        Probe.Equal("string concatenation", "Hello, world", text);
        Probe.Equal("string concatenation of many", "a1b2world", string.Concat("a", 1, "b") + 2 + s_name);
        Probe.True("string equality", text == "Hello, world" && text != "hello, world" && !"a".Equals(null));
        Probe.True("string order", string.CompareOrdinal("abc", "abd") < 0 && string.CompareOrdinal("b", "abc") > 0
            && string.CompareOrdinal("a", "a") == 0);
        Probe.True("string equality without case", text.Equals("HELLO, WORLD", StringComparison.OrdinalIgnoreCase));
        Probe.Equal("string length", 12, text.Length);
        Probe.Equal("string index", 'w', text[7]);
        Probe.Equal("string slices", "ello|world|He|d", text[1..5] + "|" + text.Substring(7) + "|" + text[..2] + "|" + text[^1..]);
        Probe.Equal("string search", "4 8 -1 7",
            $"{text.IndexOf('o')} {text.LastIndexOf('o')} {text.IndexOf('z')} {text.IndexOf("world", StringComparison.Ordinal)}");
        Probe.True("string begins and ends", text.StartsWith("Hell", StringComparison.Ordinal)
            && text.EndsWith("rld", StringComparison.Ordinal) && text.StartsWith('H') && !text.EndsWith('x'));
        Probe.True("string contains", text.Contains("lo, w") && text.Contains(',') && !text.Contains("low"));
        Probe.Equal("string trim", "a b|a b |\ta b", " \ta b ".Trim() + "|" + "  a b ".TrimStart() + "|" + "\ta b  ".TrimEnd());
        string[] parts = "a,,bc".Split(',');
        Probe.Equal("string split", "3 a  bc", $"{parts.Length} {parts[0]} {parts[1]} {parts[2]}");
        Probe.Equal("string split with options", "2 a|bc",
            $"{" a ,, bc".Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Length} "
            + string.Join("|", " a ,, bc".Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        Probe.Equal("string format", "1 {2} 00ff|  x", string.Format("{0} {{{1}}} {2:x4}|{3,3}", 1, 2, 255, "x"));
        Probe.Equal("string join of others", "1+2 a,b", string.Join("+", (int[])[1, 2]) + " " + string.Join(',', "a", "b"));
        Probe.Equal("string join", "a--bc", string.Join("-", parts));
        Probe.Equal("string padding", "  7|7  |", "7".PadLeft(3) + "|" + "7".PadRight(3) + "|");
        Probe.Equal("string case and replacement", "HELLO hello hexxo",
            "Hello".ToUpperInvariant() + " " + "Hello".ToLowerInvariant() + " " + "hello".Replace('l', 'x'));
        Probe.Equal("string of characters", "xxx|abc", new string('x', 3) + "|" + new string(['a', 'b', 'c']));
        Probe.True("string empty", string.IsNullOrEmpty("") && string.IsNullOrEmpty(null) && string.IsNullOrWhiteSpace(" \t")
            && !string.IsNullOrEmpty("a"));
        Probe.True("string hash", text.GetHashCode() == ("Hello, " + "world").GetHashCode() && text.GetHashCode() != "Hello".GetHashCode());
        int sum = 0;
        foreach (char c in "abc")
            sum += c;
        Probe.Equal("string foreach", 294, sum);
        Probe.Equal("string switch", 2, s_name switch { "you" => 1, "world" => 2, _ => 3 });
        Interpolated();
        Encoded();
        Built();
    }

    private static void Interpolated()
    {
        int number = 42;
        Probe.Equal("interpolation", "n=42 h=2A p=   42 l=42   | w=world t=True c=x o=",
            $"n={number} h={number:X} p={number,5} l={number,-5}| w={s_name} t={true} c={'x'} o={(object?)null}");
        Span<char> room = stackalloc char[24];
        bool fits = room.TryWrite($"{s_name}: {number:d5} {-1}", out int length);
        Probe.Equal("interpolation into a span", "world: 00042 -1", fits ? new string(room[..length]) : "does not fit");
        Probe.True("interpolation that does not fit", !room[..10].TryWrite($"{s_name}: {number:d5}", out length) && length == 0);
        Probe.Equal("interpolation of a wide field into a span", "[   42|42 ]",
            room.TryWrite($"[{number,5}|{number,-3}]", out length) ? new string(room[..length]) : "");
        Probe.Equal("interpolation, nested", "<a-42>", $"<{$"{'a'}-{number}"}>");
    }

    private static void Encoded()
    {
        const string Text = "aä€😀\ud800";
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        Probe.Equal("UTF-16 to UTF-8", "61C3A4E282ACF09F9880EFBFBD", Hex(bytes));
        Probe.Equal("UTF-8 to UTF-16", "aä€😀\ufffd", Encoding.UTF8.GetString(bytes));
        Probe.Equal("UTF-8, spoiled", "x\ufffdy\ufffd\ufffd\ufffdz\ufffd",
            Encoding.UTF8.GetString([(byte)'x', 0xe2, 0x82, (byte)'y', 0xed, 0xa0, 0x80, (byte)'z', 0xf0]));
        Probe.Equal("UTF-8 literal", "6869", Hex("hi"u8));
    }

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (byte b in bytes)
            text.Append(b.ToString("X2"));
        return text.ToString();
    }

    private static void Built()
    {
        var text = new StringBuilder("a");
        for (int i = 0; i < 200; i++)
            text.Append(i % 10).Append(',');
        Probe.Equal("StringBuilder", 401, text.Length);
        text.Length = 4;
        Probe.Equal("StringBuilder, cut and more", "a0,1zz|true\r\n",
            text.Append('z', 2).Append('|').Append("true").AppendLine().ToString());
    }
}
