namespace Bq2.Image;

/// <summary>
/// The attributes of an entry in a tree. A file system stores those that it supports: FAT stores the time only.
/// </summary>
public sealed record EntryAttributes
{
    /// <summary>The bits of a Unix mode without the file type.</summary>
    internal const int ModeMask = 0xfff;

    private static readonly IReadOnlyDictionary<string, byte[]> s_none = new Dictionary<string, byte[]>();

    /// <summary>The defaults.</summary>
    public static EntryAttributes Usual { get; } = new();

    /// <summary>When it was last changed; null leaves that to the file system's plan.</summary>
    public UnixTime? Time { get; init; }

    /// <summary>
    /// Permissions, with set-user-id, set-group-id and the sticky bit; null is 0755 for a folder, 0777 for a link and 0644 otherwise.
    /// </summary>
    public int? Mode { get; init; }

    /// <summary>The owner's number; 0 is root.</summary>
    public uint User { get; init; }

    /// <summary>The group's number.</summary>
    public uint Group { get; init; }

    /// <summary>Extended attributes by their full names, such as security.capability.</summary>
    public IReadOnlyDictionary<string, byte[]> Xattrs { get; init; } = s_none;
}
