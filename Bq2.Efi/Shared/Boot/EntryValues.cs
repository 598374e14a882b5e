namespace Bq2.Efi.Boot;

/// <summary>
/// The values of one key in a boot entry, or of every key if it is empty, in the order of the lines. A line is a key, blanks and a value;
/// one that begins with # is a comment, and one without a value is ignored. A comment that begins with #bq2: is a line to us, because
/// other loaders and bootctl complain of keys they do not know.
/// </summary>
internal ref struct EntryValues
{
    /// <summary>The prefix of keys that only we know.</summary>
    public static ReadOnlySpan<byte> OursOnly => "#bq2:"u8;

    private readonly ReadOnlySpan<byte> _key;
    private ReadOnlySpan<byte> _rest;

    public EntryValues(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        _key = key;
        _rest = text;
    }

    public ReadOnlySpan<byte> Current { get; private set; }

    public ReadOnlySpan<byte> Key { get; private set; }

    public readonly EntryValues GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var line = NextLine();
            if (line.StartsWith("\uFEFF"u8))
                line = line[3..];   // editors on Windows put a byte order mark first
            line = Trim(line);
            if (line.StartsWith(OursOnly))
                line = line[OursOnly.Length..];
            int blank = line.IndexOfAny((byte)' ', (byte)'\t');
            if (blank < 0)
                continue;

            Key = line[..blank];
            if (_key.IsEmpty ? Key[0] == '#' : !Key.SequenceEqual(_key))
                continue;

            Current = Trim(line[blank..]);
            return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> NextLine()
    {
        int end = _rest.IndexOf((byte)'\n');
        var line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return line;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && Bytes.IsBlank(text[0]))
            text = text[1..];
        while (!text.IsEmpty && Bytes.IsBlank(text[^1]))
            text = text[..^1];
        return text;
    }
}
