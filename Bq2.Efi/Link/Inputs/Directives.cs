using System.Text;

namespace Bq2.Efi.Link.Inputs;

/// <summary>
/// The words of a .drectve section: options for the linker that a compiler left in an object. They are parted by spaces
/// and NULs; quotes keep a word together that has spaces.
/// </summary>
internal static class Directives
{
    /// <summary>Each option as its name in upper case and what stands behind its colon.</summary>
    public static IEnumerable<(string Name, string Value)> Read(ReadOnlySpan<byte> section)
    {
        string text = Encoding.UTF8.GetString(section.StartsWith(Encoding.UTF8.Preamble) ? section[3..] : section);
        return Words(text).Select(Split);
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        bool quoted = false;
        foreach (char letter in text)
        {
            if (letter == '"')
                quoted = !quoted;
            else if (letter != '\0' && (quoted || letter is not (' ' or '\t' or '\r' or '\n')))
                word.Append(letter);
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static (string Name, string Value) Split(string word)
    {
        string option = word.TrimStart('/', '-');
        int colon = option.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (option.ToUpperInvariant(), "") : (option[..colon].ToUpperInvariant(), option[(colon + 1)..]);
    }
}
