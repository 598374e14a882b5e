using System.Globalization;

namespace Bq2.Efi.Link.Names;

internal sealed partial class MicrosoftName
{
    // A name and its arguments; what they say again was said among them.
    private string? ReadTemplate()
    {
        if (_depth++ == CppName.MaxDepth)
            return null;
        var (names, parameters) = (_names, _parameters);
        (_names, _parameters) = ([], []);
        string? name = Skip("?") ? ReadOperator() : ReadSimple();
        string? arguments = name is null ? null : ReadArguments();
        (_names, _parameters) = (names, parameters);
        _depth--;

        // operator< before template arguments would read as another operator.
        return arguments is null || name!.Length + arguments.Length > CppName.MaxLength
            ? null
            : name + (name[^1] == '<' ? " " : "") + arguments;
    }

    private string? ReadArguments()
    {
        var list = new List<string>();
        while (!Skip("@"))
        {
            if (Skip("$$V") || Skip("$$Z") || Skip("$S"))
                continue;   // an empty pack, or the end of one
            if ((Skip("$0") ? ReadNumber() : ReadType()?.ToString()) is not { } argument)
                return null;
            list.Add(argument);
        }

        return $"<{string.Join(", ", list)}>";
    }

    // One digit for 1 to 10, or hexadecimal digits from A on and '@'.
    private string? ReadNumber()
    {
        bool isNegative = Skip("?");
        ulong number = 0;
        if (char.IsAsciiDigit(Next))
        {
            number = (uint)(mangled[_at++] - '0') + 1UL;
        }
        else
        {
            int start = _at;
            while (Next is >= 'A' and <= 'P')
                number = number << 4 | (uint)(mangled[_at++] - 'A');
            if (_at == start || _at - start > 16 || !Skip("@"))
                return null;
        }

        return (isNegative ? "-" : "") + number.ToString(CultureInfo.InvariantCulture);
    }

    private static string WithoutArguments(string name) => name.IndexOf('<', 1) is > 0 and var end && name[0] != '<' ? name[..end] : name;
}
