namespace Bq2.Efi.Link.Names;

/// <summary>
/// One name mangled by MSVC, or by clang for its ABI, read up to its type. A name or a parameter's type that was said before is said
/// again as one digit; inside of a template's arguments the digits begin anew.
/// </summary>
internal sealed partial class MicrosoftName(string mangled)
{
    private const int MaxRemembered = 10;

    private List<string> _names = [];
    private List<CppType> _parameters = [];
    private int _at = "?".Length;
    private int _depth;

    public string? Read()
    {
        string? last = ReadOwnName();
        if (last is null || ReadScopes() is not { } scopes || last.Length == 0 && scopes.Count == 0)
            return null;
        if (last is "" or "~")
            last += WithoutArguments(scopes[0]);
        scopes.Insert(0, last);
        return Joined(scopes);
    }

    private char Next => _at < mangled.Length ? mangled[_at] : '\0';

    private bool Skip(string text)
    {
        if (string.CompareOrdinal(mangled, _at, text, 0, text.Length) != 0)
            return false;
        _at += text.Length;
        return true;
    }

    // The function or variable itself: its name, or that of a constructor (""), a destructor ("~") or an operator.
    private string? ReadOwnName()
    {
        if (Skip("?$"))
            return ReadTemplate();
        return Skip("?") ? ReadSpecial() : ReadSimple();
    }

    private string? ReadSpecial()
    {
        if (Skip("0"))
            return "";
        return Skip("1") ? "~" : ReadOperator();
    }

    private string? ReadOperator()
    {
        for (int length = 3; length > 0; length--)
        {
            if (length <= mangled.Length - _at && s_operators.TryGetValue(mangled.Substring(_at, length), out string? symbol))
            {
                _at += length;
                return "operator" + (char.IsAsciiLetter(symbol[0]) ? " " : "") + symbol;
            }
        }

        return null;
    }

    // From the innermost out, each ended by '@', and another '@' behind the last.
    private List<string>? ReadScopes()
    {
        var scopes = new List<string>();
        while (!Skip("@"))
        {
            if (scopes.Count == CppName.MaxDepth || ReadScope() is not { } scope)
                return null;
            scopes.Add(scope);
        }

        return scopes;
    }

    private string? ReadScope()
    {
        if (Skip("?$"))
            return ReadTemplate() is { } template ? Remembered(template) : null;
        if (!Skip("?A"))
            return ReadSimple();

        // The hash of the file behind it is not for people.
        int end = mangled.IndexOf('@', _at);
        if (end < 0)
            return null;
        _at = end + 1;
        return Remembered("(anonymous namespace)");
    }

    private string? ReadSimple()
    {
        if (char.IsAsciiDigit(Next))
        {
            int known = mangled[_at++] - '0';
            return known < _names.Count ? _names[known] : null;
        }

        int end = mangled.IndexOf('@', _at);
        if (end <= _at || Next == '?')
            return null;
        string name = mangled[_at..end];
        _at = end + 1;
        return Remembered(name);
    }

    private string Remembered(string name)
    {
        if (_names.Count < MaxRemembered && !_names.Contains(name))
            _names.Add(name);
        return name;
    }

    private static string Joined(List<string> fromInnermost)
    {
        fromInnermost.Reverse();
        return string.Join("::", fromInnermost);
    }
}
