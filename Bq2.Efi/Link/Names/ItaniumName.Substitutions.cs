namespace Bq2.Efi.Link.Names;

internal sealed partial class ItaniumName
{
    private static readonly Dictionary<string, string> s_abbreviations = new()
    {
        ["Sa"] = "std::allocator", ["Sb"] = "std::basic_string", ["Ss"] = "std::string",
        ["Si"] = "std::istream", ["So"] = "std::ostream", ["Sd"] = "std::iostream",
    };

    // S_ is the first that was noted, S0_ the second; the number has digits and capital letters.
    private CppType? ReadSubstitution()
    {
        if (s_abbreviations.TryGetValue($"{Next}{After}", out string? known))
        {
            _at += 2;
            // the others stand for more than they say
            _lastPart = known is "std::allocator" or "std::basic_string" ? known["std::".Length..] : null;
            return new(known);
        }

        _at++;
        int start = _at, number = 0;
        while (char.IsAsciiDigit(Next) || char.IsAsciiLetterUpper(Next))
        {
            number = number * 36 + (Next <= '9' ? Next - '0' : Next - 'A' + 10);
            _at++;
        }

        int index = _at == start ? 0 : number + 1;
        if (!Skip("_") || index >= _known.Count)
            return null;
        _lastPart = LastPartOf(_known[index].ToString());
        return _known[index];
    }

    // Template arguments may hold colons themselves.
    private static string LastPartOf(string name)
    {
        int start = 0, depth = 0, end = name.Length;
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] == '<' && depth++ == 0)
                end = i;
            else if (name[i] == '>')
                depth--;
            else if (name[i] == ':' && depth == 0)
                (start, end) = (i + 1, name.Length);
        }

        return name[start..Math.Max(start, end)];
    }
}
