namespace Bq2.Efi.Link.Names;

internal sealed partial class ItaniumName
{
    // <template-args>
    private string? ReadArguments()
    {
        string? last = _lastPart;
        _at++;
        var list = new List<string>();
        if (!ReadArgumentsTo(list))
            return null;
        _lastPart = last;
        return Bounded($"<{string.Join(", ", list)}>");
    }

    private bool ReadArgumentsTo(List<string> list)
    {
        if (_depth++ == CppName.MaxDepth)
            return false;
        while (!Skip("E"))
        {
            if (Skip("J"))
            {
                if (!ReadArgumentsTo(list))
                    return false;
                continue;
            }

            if ((Skip("L") ? ReadLiteral() : ReadType()?.ToString()) is not { } argument)
                return false;
            list.Add(argument);
        }

        _depth--;
        return true;
    }

    // The type is one letter; a number may begin with n, for minus.
    private string? ReadLiteral()
    {
        char type = Next;
        if (ReadType() is not { } written || mangled.IndexOf('E', _at) is not (>= 0 and var end))
            return null;
        string digits = mangled[_at..end];
        _at = end + 1;
        string number = digits.StartsWith('n') ? "-" + digits[1..] : digits;
        if (!number.TrimStart('-').All(char.IsAsciiDigit) || number.TrimStart('-').Length == 0)
            return null;
        return type switch
        {
            'b' when number is "0" or "1" => number == "1" ? "true" : "false",
            'i' => number,
            'j' => number + "u",
            'l' => number + "l",
            'm' => number + "ul",
            'x' => number + "ll",
            'y' => number + "ull",
            _ => $"({written}){number}",
        };
    }
}
