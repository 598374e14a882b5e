namespace Bq2.Image;

/// <summary>An attribute's name as it is stored: a number for its beginning, and the rest.</summary>
internal readonly record struct Ext4XattrName(Ext4XattrPrefix Prefix, byte[] Rest)
{
    /// <summary>The attribute that holds the end of a small file in its inode; programs do not see it.</summary>
    public const string InlineData = "system.data";

    // Those that are a whole name come first.
    private static readonly (string Text, Ext4XattrPrefix Prefix)[] s_prefixes =
    [
        ("system.posix_acl_access", Ext4XattrPrefix.AccessAcl),
        ("system.posix_acl_default", Ext4XattrPrefix.DefaultAcl),
        ("system.richacl", Ext4XattrPrefix.RichAcl),
        ("user.", Ext4XattrPrefix.User),
        ("trusted.", Ext4XattrPrefix.Trusted),
        ("security.", Ext4XattrPrefix.Security),
        ("system.", Ext4XattrPrefix.System),
    ];

    /// <summary>Null for a name outside of the namespaces that Linux has, or one that is too long.</summary>
    public static Ext4XattrName? Of(string name)
    {
        foreach (var (text, prefix) in s_prefixes)
        {
            bool isWhole = !text.EndsWith('.');
            if (isWhole ? name != text : name.Length == text.Length || !name.StartsWith(text, StringComparison.Ordinal))
                continue;
            byte[] rest = ByteText.Encode(name[text.Length..]);
            return rest.Length <= Ext4DirectoryEntry.MaxName && !rest.Contains((byte)0) ? new(prefix, rest) : null;
        }

        return null;
    }

    /// <summary>The whole name; null if the prefix is unknown.</summary>
    public static string? Text(Ext4XattrPrefix prefix, ReadOnlySpan<byte> rest)
    {
        string? start = prefix == Ext4XattrPrefix.None ? "" : Array.Find(s_prefixes, each => each.Prefix == prefix).Text;
        return start is null ? null : start + ByteText.Decode(rest);
    }

    public bool IsAcl => Prefix is Ext4XattrPrefix.AccessAcl or Ext4XattrPrefix.DefaultAcl;

    /// <summary>The order that the kernel keeps in a block.</summary>
    public int CompareTo(Ext4XattrName other) =>
        Prefix != other.Prefix ? Prefix.CompareTo(other.Prefix)
        : Rest.Length != other.Rest.Length ? Rest.Length.CompareTo(other.Rest.Length)
        : Rest.AsSpan().SequenceCompareTo(other.Rest);
}
