using System.Text;

namespace Bq2.Image;

/// <summary>The names of extended attributes: their beginnings are numbers.</summary>
internal static class ErofsXattrName
{
    private static readonly (byte Prefix, string Text)[] s_prefixes =
    [
        (1, "user."),
        (2, "system.posix_acl_access"),
        (3, "system.posix_acl_default"),
        (4, "trusted."),
        (5, "lustre."),
        (6, "security."),
    ];

    /// <summary>The number of a name's beginning, and the bytes of the rest; null if it begins with none of them.</summary>
    public static (byte Prefix, byte[] Suffix)? Split(string name)
    {
        foreach (var (prefix, text) in s_prefixes)
        {
            bool isWhole = !text.EndsWith('.');
            if (isWhole ? name == text : name.StartsWith(text, StringComparison.Ordinal))
                return (prefix, ByteText.Encode(name[text.Length..]));
        }

        return null;
    }

    /// <summary>The whole name; null if the number has no meaning.</summary>
    public static string? Join(byte prefix, ReadOnlySpan<byte> rest)
    {
        var found = Array.Find(s_prefixes, each => each.Prefix == prefix);
        return found.Text is null ? null : new StringBuilder(found.Text).Append(ByteText.Decode(rest)).ToString();
    }
}
