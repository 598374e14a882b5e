namespace Bq2.Efi.Link.Names;

internal sealed partial class MicrosoftName
{
    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["2"] = "new", ["3"] = "delete", ["4"] = "=", ["5"] = ">>", ["6"] = "<<", ["7"] = "!", ["8"] = "==", ["9"] = "!=",
        ["A"] = "[]", ["C"] = "->", ["D"] = "*", ["E"] = "++", ["F"] = "--", ["G"] = "-", ["H"] = "+", ["I"] = "&", ["J"] = "->*",
        ["K"] = "/",
        ["L"] = "%", ["M"] = "<", ["N"] = "<=", ["O"] = ">", ["P"] = ">=", ["Q"] = ",", ["R"] = "()", ["S"] = "~", ["T"] = "^", ["U"] = "|",
        ["V"] = "&&", ["W"] = "||", ["X"] = "*=", ["Y"] = "+=", ["Z"] = "-=",
        ["_0"] = "/=", ["_1"] = "%=", ["_2"] = ">>=", ["_3"] = "<<=", ["_4"] = "&=", ["_5"] = "|=", ["_6"] = "^=",
        ["_U"] = "new[]", ["_V"] = "delete[]", ["__M"] = "<=>",
    };

    private static readonly Dictionary<string, string> s_builtins = new()
    {
        ["C"] = "signed char", ["D"] = "char", ["E"] = "unsigned char", ["F"] = "short", ["G"] = "unsigned short", ["H"] = "int",
        ["I"] = "unsigned int", ["J"] = "long", ["K"] = "unsigned long", ["M"] = "float", ["N"] = "double", ["O"] = "long double",
        ["X"] = "void",
        ["_D"] = "__int8", ["_E"] = "unsigned __int8", ["_F"] = "__int16", ["_G"] = "unsigned __int16", ["_H"] = "__int32",
        ["_I"] = "unsigned __int32",
        ["_J"] = "__int64", ["_K"] = "unsigned __int64", ["_L"] = "__int128", ["_M"] = "unsigned __int128", ["_N"] = "bool",
        ["_W"] = "wchar_t",
        ["_Q"] = "char8_t", ["_S"] = "char16_t", ["_U"] = "char32_t", ["$$T"] = "std::nullptr_t",
    };

    // What is pointed to: as it is, const, volatile, or both.
    private static readonly string[][] s_qualifiers = [[], ["const"], ["volatile"], ["const", "volatile"]];

    private CppType? ReadType()
    {
        if (_depth++ == CppName.MaxDepth)
            return null;
        var type = ReadTypeItself();
        _depth--;
        return type?.ToString().Length > CppName.MaxLength ? null : type;
    }

    private CppType? ReadTypeItself()
    {
        foreach (var (code, name) in s_builtins)
        {
            if (Skip(code))
                return new(name);
        }

        if (Skip("V") || Skip("U") || Skip("T") || Skip("W4"))
            return ReadTypeName();
        if (Skip("$$C"))
            return Qualified(ReadQualifier(), ReadType());
        if (Skip("$$A6"))
            return ReadFunction();
        if (Skip("$$Q"))
            return ReadPointer("&&");
        if (Skip("A"))
            return ReadPointer("&");
        return Next is >= 'P' and <= 'S' ? Qualified(mangled[_at++] - 'P', ReadPointer("*")) : null;
    }

    private CppType? ReadTypeName()
    {
        if (ReadScope() is not { } last || ReadScopes() is not { } scopes)
            return null;
        scopes.Insert(0, last);
        return new(Joined(scopes));
    }

    private CppType? ReadPointer(string symbol)
    {
        if (Skip("6"))
            return ReadFunction()?.PointedTo(symbol);
        Skip("E");   // 64 bits wide
        bool isRestrict = Skip("I");
        var pointer = Qualified(ReadQualifier(), ReadType())?.PointedTo(symbol);
        return isRestrict ? pointer?.With("__restrict") : pointer;
    }

    private int ReadQualifier()
    {
        int qualifier = Next - 'A';
        if (qualifier is < 0 or > 3)
            return -1;
        _at++;
        return qualifier;
    }

    private static CppType? Qualified(int qualifier, CppType? type)
    {
        if (qualifier < 0 || type is null || qualifier > 0 && type.Right.Length > 0)
            return null;
        return s_qualifiers[qualifier].Aggregate(type, (qualified, word) => qualified.With(word));
    }
}
