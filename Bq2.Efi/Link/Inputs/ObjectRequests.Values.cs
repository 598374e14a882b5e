using Bq2.Efi.Pe;

namespace Bq2.Efi.Link.Inputs;

internal sealed partial class ObjectRequests
{
    private static SectionTraits TraitsOf(string attributes)
    {
        var traits = SectionTraits.None;
        foreach (char letter in attributes.ToUpperInvariant())
        {
            traits |= letter switch
            {
                'R' => SectionTraits.Read,
                'W' => SectionTraits.Write,
                'E' => SectionTraits.Execute,
                'D' => SectionTraits.Discardable,
                _ => SectionTraits.None,
            };
        }

        return traits;
    }

    private static (string Left, string Right)? Pair(string text, char separator)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 ? (text[..at], text[(at + 1)..]) : null;
    }
}
