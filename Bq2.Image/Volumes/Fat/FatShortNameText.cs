namespace Bq2.Image;

/// <summary>Stored short names as text.</summary>
internal static class FatShortNameText
{
    // Code page 437 from 0x80 on: the original of DOS, and the default of Linux.
    private const string CodePage437 =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
        "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

    public static string Of(FatShortName name, FatCase letters)
    {
        ReadOnlySpan<byte> bytes = name;
        string stem = Part(bytes[..FatShortName.StemLength], letters.HasFlag(FatCase.LowerStem));
        string extension = Part(bytes[FatShortName.StemLength..], letters.HasFlag(FatCase.LowerExtension));
        if (bytes[0] == FatDirectoryEntry.EscapedE5)
            stem = CodePage437[FatDirectoryEntry.DeletedMark - 0x80] + stem[1..];
        return extension.Length == 0 ? stem : $"{stem}.{extension}";
    }

    /// <summary>All eleven characters, as in a label.</summary>
    public static string Padded(FatShortName name) => Part(name, lower: false);

    private static string Part(ReadOnlySpan<byte> bytes, bool lower)
    {
        Span<char> text = stackalloc char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            text[i] = bytes[i] < 0x80 ? (char)bytes[i] : CodePage437[bytes[i] - 0x80];
        string part = text.TrimEnd(' ').ToString();
        return lower ? part.ToLowerInvariant() : part;
    }
}
