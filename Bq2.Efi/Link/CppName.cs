using System.Globalization;

namespace Bq2.Efi.Link;

/// <summary>
/// The names that C++ compilers give their symbols, as a person wrote them: namespaces, classes and the name itself, of the
/// Itanium ABI (_ZN2ns1fEv) and of MSVC (?f@ns@@YAXXZ). Parameters are left out, and names with templates are left as they are.
/// </summary>
internal static class CppName
{
    // Deeper ones are no names that anyone wrote.
    private const int GreatestDepth = 64;

    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["nw"] = "operator new", ["na"] = "operator new[]", ["dl"] = "operator delete", ["da"] = "operator delete[]",
        ["aS"] = "operator=", ["eq"] = "operator==", ["ne"] = "operator!=", ["ix"] = "operator[]", ["cl"] = "operator()",
        ["2"] = "operator new", ["_U"] = "operator new[]", ["3"] = "operator delete", ["_V"] = "operator delete[]",
        ["4"] = "operator=", ["8"] = "operator==", ["9"] = "operator!=", ["A"] = "operator[]", ["R"] = "operator()",
    };

    /// <summary>The name with what the compiler made of it, or that alone where it cannot be read.</summary>
    public static string Show(string name) => Read(name) is { } written ? $"{written} ({name})" : name;

    /// <summary>The name as it was written; null where it is none of C++, or more than is read here.</summary>
    public static string? Read(string name)
    {
        if (name.StartsWith("_Z", StringComparison.Ordinal))
            return ReadItanium(name.AsSpan(2));
        return name.StartsWith('?') ? ReadMicrosoft(name.AsSpan(1)) : null;
    }

    // One part, or N, any qualifiers, several parts and E. A part is its length and its letters.
    private static string? ReadItanium(ReadOnlySpan<char> rest)
    {
        bool isNested = rest.StartsWith("N");
        rest = isNested ? rest[1..].TrimStart("rVKRO") : rest;
        var parts = new List<string>();
        if (rest.StartsWith("St"))
        {
            parts.Add("std");
            rest = rest[2..];
        }

        do
        {
            if (ReadPart(ref rest, parts) is not { } part || parts.Count == GreatestDepth)
                return null;
            parts.Add(part);
        }
        while (isNested && !rest.StartsWith("E"));

        // Rust ends a path with a hash of its crate.
        if (parts.Count > 1 && IsRustHash(parts[^1]))
            parts.RemoveAt(parts.Count - 1);
        return !isNested && rest.StartsWith("I") ? null : string.Join("::", parts);
    }

    private static string? ReadPart(ref ReadOnlySpan<char> rest, List<string> before)
    {
        int digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits > 0 && int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length > 0 && length <= rest.Length - digits)
        {
            string part = rest.Slice(digits, length).ToString();
            rest = rest[(digits + length)..];
            return part.StartsWith("_GLOBAL__N", StringComparison.Ordinal) ? "(anonymous namespace)" : part;
        }

        if (rest.Length < 2)
            return null;
        string code = rest[..2].ToString();
        rest = rest[2..];
        if (before.Count > 0 && code is "C1" or "C2" or "D0" or "D1" or "D2")
            return (code[0] == 'D' ? "~" : "") + before[^1];
        return s_operators.GetValueOrDefault(code);
    }

    // The parts from the inmost out, each ended by '@', and another '@' behind the last. A digit repeats a part.
    private static string? ReadMicrosoft(ReadOnlySpan<char> rest)
    {
        string? special = rest.StartsWith("?") ? SpecialName(ref rest) : "";
        var parts = new List<string>();
        var known = new List<string>();
        while (special is not null && !rest.StartsWith("@"))
        {
            if (rest.IsEmpty || parts.Count == GreatestDepth)
                return null;
            if (char.IsAsciiDigit(rest[0]))
            {
                if (rest[0] - '0' >= known.Count)
                    return null;
                parts.Add(known[rest[0] - '0']);
                rest = rest[1..];
                continue;
            }

            int end = rest.IndexOf('@');
            if (end <= 0 || rest[0] == '?' && !rest.StartsWith("?A"))
                return null;
            parts.Add(rest[0] == '?' ? "(anonymous namespace)" : rest[..end].ToString());
            known.Add(parts[^1]);
            rest = rest[(end + 1)..];
        }

        if (special is null || parts.Count == 0 && special is "" or "0" or "1")
            return null;
        if (special.Length > 0)
            parts.Insert(0, special switch { "0" => parts[0], "1" => "~" + parts[0], _ => s_operators[special] });
        parts.Reverse();
        return string.Join("::", parts);
    }

    // Behind a second '?': a constructor, a destructor or an operator, each a letter or two.
    private static string? SpecialName(ref ReadOnlySpan<char> rest)
    {
        int length = rest.Length > 1 && rest[1] == '_' ? 2 : 1;
        if (rest.Length <= length)
            return null;
        string code = rest.Slice(1, length).ToString();
        rest = rest[(1 + length)..];
        return code is "0" or "1" || s_operators.ContainsKey(code) ? code : null;
    }

    private static bool IsRustHash(string part) => part is ['h', .. { Length: 16 } digits] && digits.All(char.IsAsciiHexDigitLower);
}
