namespace Bq2.Efi.Link.Names;

internal sealed partial class ItaniumName
{
    private static readonly Dictionary<char, string> s_builtins = new()
    {
        ['v'] = "void", ['w'] = "wchar_t", ['b'] = "bool", ['c'] = "char", ['a'] = "signed char", ['h'] = "unsigned char",
        ['s'] = "short", ['t'] = "unsigned short", ['i'] = "int", ['j'] = "unsigned int", ['l'] = "long", ['m'] = "unsigned long",
        ['x'] = "long long", ['y'] = "unsigned long long", ['n'] = "__int128", ['o'] = "unsigned __int128",
        ['f'] = "float", ['d'] = "double", ['e'] = "long double", ['g'] = "__float128", ['z'] = "...",
    };

    private static readonly Dictionary<string, string> s_longBuiltins = new()
    {
        ["Di"] = "char32_t", ["Ds"] = "char16_t", ["Du"] = "char8_t", ["Dn"] = "decltype(nullptr)",
    };

    private CppType? ReadType()
    {
        if (_depth++ == CppName.MaxDepth)
            return null;
        var type = ReadTypeItself();
        _depth--;
        return type is null || Bounded(type.ToString()) is null ? null : type;
    }

    private CppType? ReadTypeItself()
    {
        if (s_builtins.TryGetValue(Next, out string? builtin))
        {
            _at++;
            return new(builtin);
        }

        if (s_longBuiltins.TryGetValue($"{Next}{After}", out builtin))
        {
            _at += 2;
            return new(builtin);
        }

        // A name that was said before stands for itself, unless template arguments follow: then it is a new one.
        if (Next == 'S' && After != 't')
        {
            if (ReadSubstitution() is not { } known)
                return null;
            return Next != 'I' ? known : Append(known.ToString(), ReadArguments()) is { } name ? Noted(new(name)) : null;
        }

        return ReadCompound() is { } made ? Noted(made) : null;
    }

    private CppType Noted(CppType type)
    {
        Note(type);
        return type;
    }

    private CppType? ReadCompound()
    {
        switch (Next)
        {
            case 'P' or 'R' or 'O':
                string symbol = Next switch { 'P' => "*", 'R' => "&", _ => "&&" };
                _at++;
                return ReadType()?.PointedTo(symbol);
            case 'r' or 'V' or 'K':
                return ReadQualified();
            case 'F':
                return ReadFunction();
            case 'A':
                return ReadArray();
            case 'N' or 'S' or (>= '0' and <= '9'):
                string? last = _lastPart;
                string? name = ReadName();
                _lastPart = last;
                return name is null ? null : new(name);
            default:
                return null;
        }
    }

    private CppType? ReadQualified()
    {
        bool isRestrict = Skip("r"), isVolatile = Skip("V"), isConst = Skip("K");
        var type = ReadType();
        if (type?.Right.Length > 0)
            return null;   // of an array's elements, or of a member function
        if (isConst)
            type = type?.With("const");
        if (isVolatile)
            type = type?.With("volatile");
        return isRestrict ? type?.With("__restrict") : type;
    }

    private CppType? ReadFunction()
    {
        _at++;
        if (ReadType() is not { } result)
            return null;
        var parameters = new List<string>();
        while (!Skip("E"))
        {
            if (ReadType() is not { } parameter)
                return null;
            parameters.Add(parameter.ToString());
        }

        return CppType.Function(result, parameters is ["void"] ? "" : string.Join(", ", parameters));
    }

    private CppType? ReadArray()
    {
        int start = ++_at;
        while (char.IsAsciiDigit(Next))
            _at++;
        string length = mangled[start.._at];
        return Skip("_") && ReadType() is { } element ? CppType.Array(element, length) : null;
    }
}
