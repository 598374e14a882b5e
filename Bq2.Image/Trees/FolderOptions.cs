namespace Bq2.Image;

/// <summary>What of a folder on the host becomes part of a tree, besides names, kinds, modes and content.</summary>
public sealed record FolderOptions
{
    /// <summary>The times of the files; without them, the same files always make the same tree.</summary>
    public bool KeepTimes { get; init; }

    /// <summary>Owners and groups, by number; without them, everything belongs to root.</summary>
    public bool KeepOwners { get; init; }

    /// <summary>Extended attributes, but not the labels that belong to this machine: SELinux, SMACK, IMA and EVM.</summary>
    public bool KeepXattrs { get; init; }

    internal static bool IsOfTheMachine(string xattr) =>
        xattr is "security.selinux" or "security.ima" or "security.evm" || xattr.StartsWith("security.SMACK64", StringComparison.Ordinal);
}
