namespace Bq2.Efi.Link.Names;

internal sealed partial class MicrosoftName
{
    // The calling convention, the result, the parameters, and that it may throw.
    private CppType? ReadFunction()
    {
        if (!Skip("A") || ReadType() is not { } result)
            return null;

        var parameters = new List<string>();
        bool isOpen = Skip("X");
        while (!isOpen && !Skip("@"))
        {
            isOpen = Skip("Z");
            if ((isOpen ? new("...") : ReadParameter()) is not { } parameter)
                return null;
            parameters.Add(parameter.ToString());
        }

        return Skip("Z") ? CppType.Function(result, string.Join(", ", parameters)) : null;
    }

    // What takes one letter is never said by its number.
    private CppType? ReadParameter()
    {
        if (char.IsAsciiDigit(Next))
        {
            int known = mangled[_at++] - '0';
            return known < _parameters.Count ? _parameters[known] : null;
        }

        int start = _at;
        var type = ReadType();
        if (type is not null && _at - start > 1 && _parameters.Count < MaxRemembered)
            _parameters.Add(type);
        return type;
    }
}
