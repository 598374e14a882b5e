using System.Runtime.CompilerServices;

namespace Bq2.Efi.Boot;

/// <summary>An operating system's description of itself: os-release(5), names and values with shell quoting.</summary>
internal readonly ref struct OsRelease(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    public ReadOnlySpan<byte> Title => FirstOf("PRETTY_NAME"u8, "IMAGE_ID"u8, "NAME"u8, "ID"u8);

    public ReadOnlySpan<byte> Version => FirstOf("IMAGE_VERSION"u8, "VERSION"u8, "VERSION_ID"u8, "BUILD_ID"u8);

    public ReadOnlySpan<byte> SortKey => FirstOf("IMAGE_ID"u8, "ID"u8, default, default);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ReadOnlySpan<byte> FirstOf(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d)
    {
        var value = Value(a);
        if (value.IsEmpty)
            value = Value(b);
        if (value.IsEmpty)
            value = Value(c);
        return value.IsEmpty ? Value(d) : value;
    }

    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = _text, last = default;
        while (!rest.IsEmpty && !name.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            var line = Trim(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Length > name.Length && line[name.Length] == '=' && line.StartsWith(name))
                last = Unquoted(Trim(line[(name.Length + 1)..]));
        }

        return last;
    }

    // Escapes are not decoded: they are rare in names of systems, which only the menu shows.
    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] is (byte)'"' or (byte)'\'' && value[^1] == value[0] ? value[1..^1] : value;

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && (Bytes.IsBlank(text[0]) || text[0] == 0))
            text = text[1..];
        while (!text.IsEmpty && (Bytes.IsBlank(text[^1]) || text[^1] == 0))
            text = text[..^1];
        return text;
    }
}
