using System.Globalization;

namespace Bq2.Efi.Link.Names;

internal sealed partial class ItaniumName
{
    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["nw"] = "new", ["na"] = "new[]", ["dl"] = "delete", ["da"] = "delete[]", ["co"] = "~", ["ps"] = "+", ["ng"] = "-", ["ad"] = "&",
        ["de"] = "*", ["pl"] = "+", ["mi"] = "-", ["ml"] = "*", ["dv"] = "/", ["rm"] = "%", ["an"] = "&", ["or"] = "|", ["eo"] = "^",
        ["aS"] = "=", ["pL"] = "+=", ["mI"] = "-=", ["mL"] = "*=", ["dV"] = "/=", ["rM"] = "%=", ["aN"] = "&=", ["oR"] = "|=",
        ["eO"] = "^=",
        ["ls"] = "<<", ["rs"] = ">>", ["lS"] = "<<=", ["rS"] = ">>=", ["eq"] = "==", ["ne"] = "!=", ["lt"] = "<", ["gt"] = ">",
        ["le"] = "<=", ["ge"] = ">=", ["ss"] = "<=>", ["nt"] = "!", ["aa"] = "&&", ["oo"] = "||", ["pp"] = "++", ["mm"] = "--",
        ["cm"] = ",", ["pm"] = "->*", ["pt"] = "->", ["cl"] = "()", ["ix"] = "[]",
    };

    // <unqualified-name>, with its ABI tags
    private string? ReadPart()
    {
        Skip("L");   // internal linkage
        string? part = char.IsAsciiDigit(Next) ? ReadSourceName() : ReadStructor() ?? ReadOperator();
        while (part is not null && Skip("B"))
            part = ReadCounted() is { } tag ? $"{part}[abi:{tag}]" : null;
        return part;
    }

    private string? ReadSourceName()
    {
        if (ReadCounted() is not { } name)
            return null;
        return _lastPart = name.StartsWith("_GLOBAL__N", StringComparison.Ordinal) ? "(anonymous namespace)" : name;
    }

    // A number, and as many characters.
    private string? ReadCounted()
    {
        int start = _at;
        while (char.IsAsciiDigit(Next))
            _at++;
        if (!int.TryParse(mangled.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length <= 0 || length > mangled.Length - _at)
            return null;
        _at += length;
        return mangled.Substring(_at - length, length);
    }

    private string? ReadStructor()
    {
        if (_lastPart is null || !(Next == 'C' && After is '1' or '2') && !(Next == 'D' && After is '0' or '1' or '2'))
            return null;
        _at += 2;
        return (mangled[_at - 2] == 'D' ? "~" : "") + _lastPart;
    }

    private string? ReadOperator()
    {
        if (!s_operators.TryGetValue($"{Next}{After}", out string? symbol))
            return null;
        _at += 2;

        // operator< before template arguments would read as another operator.
        return "operator" + (char.IsAsciiLetter(symbol[0]) ? " " : "") + symbol + (Next == 'I' && symbol[^1] == '<' ? " " : "");
    }

    // Rust's legacy mangling ends a path with a hash of its crate.
    private static bool IsRustHash(string? part) => part is ['h', .. { Length: 16 } digits] && digits.All(char.IsAsciiHexDigitLower);
}
