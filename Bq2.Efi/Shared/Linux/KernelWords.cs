namespace Bq2.Efi.Linux;

/// <summary>
/// The words of a kernel's command line up to "--", taken apart as the kernel does it: next_arg in its lib/cmdline.c. Quotes keep blanks
/// together, around a value or around the whole word.
/// </summary>
internal ref struct KernelWords(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;

    /// <summary>What stands before the equals sign.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What stands after it, without quotes around it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        SkipBlanks();
        if (_rest.IsEmpty)
            return false;

        bool isQuoted = _rest[0] == '"';
        if (isQuoted)
            _rest = _rest[1..];
        int length = FindEnd(isQuoted, out int equals);
        var word = _rest[..length];
        _rest = _rest[length..];

        // The last quote is dropped if there is one that it may belong to, and no other is.
        bool isValueQuoted = equals > 0 && equals + 1 < length && word[equals + 1] == '"';
        if ((isQuoted || isValueQuoted) && word.EndsWith("\""u8))
            word = word[..^1];

        Name = equals > 0 ? word[..equals] : word;
        int start = equals + (isValueQuoted ? 2 : 1);
        Value = equals > 0 && start < word.Length ? word[start..] : default;
        return equals > 0 || !Name.SequenceEqual("--"u8);
    }

    // An equals sign at the very beginning is part of the name.
    private readonly int FindEnd(bool inQuotes, out int equals)
    {
        equals = 0;
        int i = 0;
        for (; i < _rest.Length && (inQuotes || !IsBlank(_rest[i])); i++)
        {
            if (_rest[i] == '=' && equals == 0)
                equals = i;
            else if (_rest[i] == '"')
                inQuotes = !inQuotes;
        }

        return i;
    }

    private void SkipBlanks()
    {
        while (!_rest.IsEmpty && IsBlank(_rest[0]))
            _rest = _rest[1..];
    }

    // The kernel's isspace, which has the no-break space of Latin-1 too.
    private static bool IsBlank(byte c) => c is (byte)' ' or >= 9 and <= 13 or 0xa0 or 0;
}
