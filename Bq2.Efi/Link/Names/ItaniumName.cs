namespace Bq2.Efi.Link.Names;

/// <summary>
/// One name mangled by the Itanium C++ ABI, chapter 5.1, read up to its parameters. What has been said before may be said again
/// by number, so every name and type is noted in the order in which the ABI numbers them.
/// </summary>
internal sealed partial class ItaniumName(string mangled)
{
    // Substitutions may double what they repeat: the sum of all text is bounded, not just the result.
    private const int MaxText = 16 * CppName.MaxLength;

    private readonly List<CppType> _known = [];
    private int _at = "_Z".Length;
    private int _depth;
    private int _text;

    /// <summary>The name's last part without template arguments: what constructors are named after.</summary>
    private string? _lastPart;

    public string? Read()
    {
        foreach (var (code, what) in s_special)
        {
            if (!Skip(code))
                continue;
            return (code == "GV" ? ReadName() : ReadType()?.ToString()) is { } name && _at == mangled.Length ? what + name : null;
        }

        return ReadName();
    }

    private static readonly (string Code, string What)[] s_special =
    [
        ("TV", "vtable for "), ("TI", "typeinfo for "), ("TS", "typeinfo name for "), ("TT", "VTT for "), ("GV", "guard variable for "),
    ];

    private char Next => _at < mangled.Length ? mangled[_at] : '\0';

    private char After => _at + 1 < mangled.Length ? mangled[_at + 1] : '\0';

    private bool Skip(string text)
    {
        if (string.CompareOrdinal(mangled, _at, text, 0, text.Length) != 0)
            return false;
        _at += text.Length;
        return true;
    }

    // <name>: nested, or one part, perhaps of std, perhaps with template arguments.
    private string? ReadName()
    {
        if (Skip("N"))
            return ReadNested();

        string? name;
        if (Next == 'S' && After != 't')
        {
            name = ReadSubstitution()?.ToString();
            return name is not null && Next == 'I' ? Append(name, ReadArguments()) : null;
        }

        name = Skip("St") ? Append("std::", ReadPart()) : ReadPart();
        if (name is null || Next != 'I')
            return name;
        Note(new(name));
        return Append(name, ReadArguments());
    }

    private string? ReadNested()
    {
        while (Next is 'r' or 'V' or 'K')
            _at++;
        if (Next is 'R' or 'O')
            _at++;

        string? name = null;
        int parts = 0;
        string? hash = null;
        while (!Skip("E"))
        {
            if (parts++ == CppName.MaxDepth)
                return null;
            if (name is null && Skip("St"))
            {
                name = "std";
                continue;
            }

            if (name is null && Next == 'S')
            {
                if ((name = ReadSubstitution()?.ToString()) is null)
                    return null;
                continue;
            }

            string? before = name;
            name = Next == 'I' && name is not null ? Append(name, ReadArguments()) : Append(name is null ? "" : name + "::", ReadPart());
            if (name is null)
                return null;
            hash = IsRustHash(_lastPart) ? before : null;
            Note(new(name));
        }

        // The whole is a type's or a function's name. Only a type is noted, by who reads the type.
        if (_known.Count == 0 || name is null)
            return null;
        _known.RemoveAt(_known.Count - 1);
        return hash ?? name;
    }

    private string? Append(string name, string? more) => more is null ? null : Bounded(name + more);

    private string? Bounded(string text) => (_text += text.Length) <= MaxText ? text : null;

    private void Note(CppType type) => _known.Add(type);
}
