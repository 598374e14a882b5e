using System.Collections.Generic;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text;

namespace System;

public sealed unsafe partial class String
{
#pragma warning disable CS0824 // ilc leads each constructor to the Ctor with the same parameters
    public extern String(char c, int count);

    public extern String(char[]? value);

    public extern String(ReadOnlySpan<char> value);

    public extern String(char* value);

    public extern String(char* value, int startIndex, int length);
#pragma warning restore CS0824

    private static string Ctor(char c, int count)
    {
        string made = Allocate(count);
        made.Units.Fill(c);
        return made;
    }

    private static string Ctor(char[]? value) => Ctor(new ReadOnlySpan<char>(value));

    private static string Ctor(ReadOnlySpan<char> value)
    {
        string made = Allocate(value.Length);
        value.CopyTo(made.Units);
        return made;
    }

    /// <summary>From firmware's text, up to its NUL.</summary>
    private static string Ctor(char* value)
    {
        int length = 0;
        while (value != null && value[length] != '\0')
            length++;
        return Ctor(new ReadOnlySpan<char>(value, length));
    }

    private static string Ctor(char* value, int startIndex, int length) => Ctor(new ReadOnlySpan<char>(value + startIndex, length));

    public static string Concat(string? str0, string? str1) => Concat(str0.AsSpan(), str1.AsSpan());

    public static string Concat(string? str0, string? str1, string? str2) => Concat(str0.AsSpan(), str1.AsSpan(), str2.AsSpan());

    public static string Concat(string? str0, string? str1, string? str2, string? str3) =>
        Concat(str0.AsSpan(), str1.AsSpan(), str2.AsSpan(), str3.AsSpan());

    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1) => Concat(str0, str1, default, default);

    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1, ReadOnlySpan<char> str2) =>
        Concat(str0, str1, str2, default);

    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1, ReadOnlySpan<char> str2, ReadOnlySpan<char> str3)
    {
        int length = checked(str0.Length + str1.Length + str2.Length + str3.Length);
        if (length == 0)
            return Empty;

        string made = Allocate(length);
        var room = made.Units;
        str0.CopyTo(room);
        str1.CopyTo(room[str0.Length..]);
        str2.CopyTo(room[(str0.Length + str1.Length)..]);
        str3.CopyTo(room[(length - str3.Length)..]);
        return made;
    }

    public static string Concat(params string?[] values) => Join("", values);

    public static string Concat(object? arg0, object? arg1) => Concat(arg0?.ToString(), arg1?.ToString());

    public static string Concat(object? arg0, object? arg1, object? arg2) => Concat(arg0?.ToString(), arg1?.ToString(), arg2?.ToString());

    public static string Format(string format, params object?[] args) => Format(null, format, args);

    /// <summary>With {0}, {1,8} and {2:X4} for the arguments; braces are doubled.</summary>
    public static string Format(IFormatProvider? provider, string format, params object?[] args)
    {
        var text = new DefaultInterpolatedStringHandler(format.Length, args.Length);
        var rest = format.AsSpan();
        while (!rest.IsEmpty)
        {
            char c = rest[0];
            rest = rest[1..];
            if (c is '{' or '}' && !rest.IsEmpty && rest[0] == c)
                rest = rest[1..];
            else if (c == '{')
                c = AppendArgument(ref text, ref rest, args);
            else if (c == '}')
                throw new FormatException("Input string was not in a correct format.");
            if (c != '\0')
                text.AppendFormatted(c);
        }

        return text.ToStringAndClear();
    }

    private static char AppendArgument(ref DefaultInterpolatedStringHandler text, ref ReadOnlySpan<char> rest, object?[] args)
    {
        int end = rest.IndexOf('}');
        if (end < 0)
            throw new FormatException("Input string was not in a correct format.");
        var hole = rest[..end];
        rest = rest[(end + 1)..];

        int colon = hole.IndexOf(':'), comma = (colon < 0 ? hole : hole[..colon]).IndexOf(',');
        string? format = colon < 0 ? null : new(hole[(colon + 1)..]);
        var place = colon < 0 ? hole : hole[..colon];
        int alignment = comma < 0 ? 0 : int.Parse(place[(comma + 1)..]);
        int index = int.Parse(comma < 0 ? place : place[..comma]);
        if ((uint)index >= (uint)args.Length)
            throw new FormatException(
                "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.");
        text.AppendFormatted(args[index], alignment, format);
        return '\0';
    }

    public static string Join(string? separator, params string?[] value)
    {
        int length = value.Length == 0 ? 0 : checked((value.Length - 1) * separator.AsSpan().Length);
        foreach (string? part in value)
            length = checked(length + part.AsSpan().Length);
        if (length == 0)
            return Empty;

        string made = Allocate(length);
        var room = made.Units;
        for (int i = 0; i < value.Length; i++)
        {
            if (i > 0)
                Append(separator.AsSpan(), ref room);
            Append(value[i].AsSpan(), ref room);
        }

        return made;
    }

    public static string Join(char separator, params string?[] value) => Join(char.ToString(separator), value);

    public static string Join<T>(string? separator, IEnumerable<T> values)
    {
        var parts = new List<string?>();
        foreach (var value in values)
            parts.Add(value?.ToString());
        return Join(separator, parts.ToArray());
    }

    public static string Join(string? separator, IEnumerable<string?> values) => Join(separator, new List<string?>(values).ToArray());

    private static void Append(ReadOnlySpan<char> part, ref Span<char> room)
    {
        part.CopyTo(room);
        room = room[part.Length..];
    }

    public string Substring(int startIndex) => new(this.AsSpan(startIndex));

    public string Substring(int startIndex, int length) => new(this.AsSpan(startIndex, length));

    public string Trim() => Of(this.AsSpan().Trim());

    public string TrimStart() => Of(this.AsSpan().TrimStart());

    public string TrimEnd() => Of(this.AsSpan().TrimEnd());

    public string PadLeft(int totalWidth, char paddingChar = ' ') => Padded(totalWidth, paddingChar, left: true);

    public string PadRight(int totalWidth, char paddingChar = ' ') => Padded(totalWidth, paddingChar, left: false);

    public string Replace(char oldChar, char newChar)
    {
        if (!Contains(oldChar))
            return this;

        string made = new(this.AsSpan());
        foreach (ref char c in made.Units)
        {
            if (c == oldChar)
                c = newChar;
        }

        return made;
    }

    public string Replace(string oldValue, string? newValue)
    {
        ArgumentNullException.ThrowIfNull(oldValue);
        if (oldValue.Length == 0)
            throw new ArgumentException("The value cannot be an empty string.", nameof(oldValue));

        StringBuilder? made = null;
        var rest = this.AsSpan();
        for (int at = Next(rest, oldValue); at >= 0; at = Next(rest, oldValue))
        {
            (made ??= new()).Append(rest[..at]).Append(newValue);
            rest = rest[(at + oldValue.Length)..];
        }

        return made is null ? this : made.Append(rest).ToString();
    }

    /// <summary>Only ASCII letters have cases.</summary>
    public string ToUpperInvariant() => WithCase('a', 'z');

    public string ToLowerInvariant() => WithCase('A', 'Z');

    public string[] Split(char separator, StringSplitOptions options = StringSplitOptions.None) =>
        Split(new ReadOnlySpan<char>(in separator), false, options);

    /// <summary>At any of these; at white space if there are none.</summary>
    public string[] Split(params char[]? separator) => Split(separator, StringSplitOptions.None);

    public string[] Split(char[]? separator, StringSplitOptions options) => Split(new ReadOnlySpan<char>(separator), false, options);

    public string[] Split(string? separator, StringSplitOptions options = StringSplitOptions.None) =>
        Split(separator.AsSpan(), true, options);

    private string[] Split(ReadOnlySpan<char> separators, bool areOne, StringSplitOptions options)
    {
        var parts = new List<string>();
        var rest = this.AsSpan();
        for (int end = 0; end >= 0;)
        {
            end = areOne ? Next(rest, separators) : NextOf(rest, separators);
            string part = new(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + (areOne ? separators.Length : 1))..];
            if ((options & StringSplitOptions.TrimEntries) != 0)
                part = part.Trim();
            if (part.Length > 0 || (options & StringSplitOptions.RemoveEmptyEntries) == 0)
                parts.Add(part);
        }

        return parts.ToArray();
    }

    private static int Next(ReadOnlySpan<char> text, ReadOnlySpan<char> wanted) =>
        wanted.IsEmpty ? -1 : text.IndexOf(wanted, StringComparison.Ordinal);

    private static int NextOf(ReadOnlySpan<char> text, ReadOnlySpan<char> wanted)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (wanted.IsEmpty ? char.IsWhiteSpace(text[i]) : wanted.IndexOf(text[i]) >= 0)
                return i;
        }

        return -1;
    }

    public char[] ToCharArray() => this.AsSpan().ToArray();

    private string Padded(int width, char padding, bool left)
    {
        if (width <= Length)
            return this;

        string made = new(padding, width);
        this.AsSpan().CopyTo(left ? made.Units[(width - Length)..] : made.Units);
        return made;
    }

    private string WithCase(char first, char last)
    {
        string made = new(this.AsSpan());
        foreach (ref char c in made.Units)
        {
            if (c >= first && c <= last)
                c ^= ' ';
        }

        return made;
    }

    private string Of(ReadOnlySpan<char> part) => part.Length == Length ? this : new(part);

    /// <summary>The writable text of a new string.</summary>
    private Span<char> Units => new(ref _firstChar, _stringLength);

    private static string Allocate(int length)
    {
        if (length < 0)
            Throw.NegativeLength();
        return length == 0 ? Empty : NewString(Empty.m_pEEType, length);
    }

    // The base size of a string includes the NUL.
    [RuntimeImport("RhpNewArrayFast")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern string NewString(nint type, int length);
}
