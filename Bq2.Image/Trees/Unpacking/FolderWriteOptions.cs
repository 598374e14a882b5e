namespace Bq2.Image;

/// <summary>What of a tree gets onto the host besides names, kinds, modes, times and content.</summary>
public sealed record FolderWriteOptions
{
    /// <summary>Owners and groups by number, for which one must be root; null: if one is root.</summary>
    public bool? KeepOwners { get; init; }

    /// <summary>Extended attributes, as far as the file system and the system's rules allow.</summary>
    public bool KeepXattrs { get; init; } = true;
}

/// <summary>The result of writing a tree to a folder.</summary>
/// <param name="Entries">How many entries were made.</param>
/// <param name="Bytes">How long their contents are.</param>
/// <param name="Skipped">The paths of devices that only root may make, and of sockets, which only a program makes.</param>
/// <param name="Xattrs">Extended attributes that could not be set, as PATH: NAME.</param>
public sealed record FolderSummary(int Entries, long Bytes, IReadOnlyList<string> Skipped, IReadOnlyList<string> Xattrs);
