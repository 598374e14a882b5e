using System.Buffers;

namespace Bq2.Image;

/// <summary>The volume's label, stored in the boot sector and in the root folder.</summary>
internal static class FatLabel
{
    private static readonly SearchValues<char> s_illegal = SearchValues.Create("\"*+,./:;<=>?[\\]|");

    /// <summary>The label in the boot sector if there is none; the root folder has no row for it then.</summary>
    public static FatShortName None => FatShortName.Of("NO NAME    ");

    /// <summary>A stored label as text; null if it means that there is none.</summary>
    public static string? Text(FatShortName label)
    {
        string text = FatShortNameText.Padded(label).TrimEnd(' ');
        return text is "" or "NO NAME" ? null : text;
    }

    public static FatShortName? Of(string? label)
    {
        if (string.IsNullOrEmpty(label))
            return null;

        bool legal = label.Length <= FatShortName.Length && label[0] != ' '
            && !label.AsSpan().ContainsAny(s_illegal) && !label.AsSpan().ContainsAnyExceptInRange(' ', '~');
        if (!legal)
            throw Failure.Of(VolumeFaults.FatLabel, $"\"{label}\" is not valid: up to eleven ASCII characters, none of \"*+,./:;<=>?[\\]|");
        return FatShortName.Of(label.ToUpperInvariant().PadRight(FatShortName.Length));
    }
}
