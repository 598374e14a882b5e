using System.Buffers;
using Bq2.Efi.Binary;

namespace Bq2.Image;

/// <summary>A name in a FAT folder: the long name that people see, and the short name that every entry has.</summary>
internal sealed record FatName(string Long, string Short)
{
    public const int MaxLength = 255;

    private const int MaxShortLength = FatShortName.Length + 1;

    private static readonly SearchValues<char> s_illegal = SearchValues.Create("\"*/:<>?\\|");
    private static readonly SearchValues<char> s_shortCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'()-@^_`{}~");

    /// <summary>
    /// Whether it needs a long name: not if it equals its short name. We do not write the lower-case flags: some firmware ignores them.
    /// </summary>
    public bool NeedsLong { get; } = Long.Length > MaxShortLength || Long != Display(Short);

    public int LongEntries => NeedsLong ? (int)Align.Units(Long.Length, FatLongNameEntry.Units) : 0;

    public int Entries => LongEntries + 1;

    /// <summary>Why a name is not valid in FAT; null if it is.</summary>
    public static string? Objection(string name)
    {
        if (name.Length > MaxLength)
            return FormattableString.Invariant($"a FAT name has up to {MaxLength} UTF-16 units, but this one has {name.Length}");
        if (name.AsSpan().IndexOfAny(s_illegal) is >= 0 and var at)
            return $"a FAT name cannot contain '{name[at]}'";
        if (name.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            return "a FAT name cannot contain a control character";
        if (name.EndsWith('.') || name.EndsWith(' '))
            return "a FAT name cannot end in a dot or a space: Windows would drop it";
        return IsPaired(name) ? null : "the name is not UTF-8";
    }

    /// <summary>
    /// The stored form of a name that fits 8.3, in upper case; null if it does not fit.
    /// </summary>
    public static string? AsShort(string name)
    {
        if (name.Length > MaxShortLength || name.EndsWith('.'))
            return null;

        var (stem, extension) = Split(Upper(name));
        bool fits = stem.Length is > 0 and <= FatShortName.StemLength && extension.Length <= FatShortName.ExtensionLength;
        return fits && IsShort(stem) && IsShort(extension) ? Padded(stem, extension) : null;
    }

    /// <summary>The base of an alias: without spaces and dots, and with "_" for characters that short names cannot have.</summary>
    public static (string Stem, string Extension) Basis(string name)
    {
        var shown = name.AsSpan().TrimStart(". ");
        int dot = shown.LastIndexOf('.');
        string stem = Reduced(dot < 0 ? shown : shown[..dot], FatShortName.StemLength);
        return (stem.Length == 0 ? "_" : stem, dot < 0 ? "" : Reduced(shown[(dot + 1)..], FatShortName.ExtensionLength));
    }

    public static string Padded(string stem, string extension) =>
        string.Concat(stem.PadRight(FatShortName.StemLength), extension.PadRight(FatShortName.ExtensionLength));

    private static (string Stem, string Extension) Split(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
    }

    private static bool IsShort(string part) => !part.AsSpan().ContainsAnyExcept(s_shortCharacters);

    // Short names are ASCII here, because there is no agreed code page; so no conversion tables are needed.
    private static string Upper(string name) => string.Create(name.Length, name, static (upper, from) =>
    {
        for (int i = 0; i < upper.Length; i++)
            upper[i] = Upper(from[i]);
    });

    private static char Upper(char letter) => char.IsAsciiLetterLower(letter) ? (char)(letter - 'a' + 'A') : letter;

    private static string Display(string padded)
    {
        string stem = padded[..FatShortName.StemLength].TrimEnd(' '), extension = padded[FatShortName.StemLength..].TrimEnd(' ');
        return extension.Length == 0 ? stem : $"{stem}.{extension}";
    }

    private static string Reduced(ReadOnlySpan<char> part, int most)
    {
        Span<char> kept = stackalloc char[most];
        int count = 0;
        foreach (char letter in part)
        {
            if (count == most)
                break;
            if (letter is not ('.' or ' '))
                kept[count++] = s_shortCharacters.Contains(Upper(letter)) ? Upper(letter) : '_';
        }

        return kept[..count].ToString();
    }

    private static bool IsPaired(string name)
    {
        int first = name.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        for (int i = first < 0 ? name.Length : first; i < name.Length; i++)
        {
            if (char.IsSurrogatePair(name, i))
                i++;
            else if (char.IsSurrogate(name[i]))
                return false;
        }

        return true;
    }
}
