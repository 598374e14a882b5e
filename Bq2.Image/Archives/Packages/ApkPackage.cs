namespace Bq2.Image;

/// <summary>
/// The files of an Alpine package, version 2: a signature, a description and the files, each a part of one tar archive packed by itself.
/// Scripts are not run, and apk's list does not have it.
/// </summary>
internal static class ApkPackage
{
    private static readonly string[] s_own =
    [
        ".PKGINFO", ".pre-install", ".post-install", ".pre-upgrade", ".post-upgrade", ".pre-deinstall", ".post-deinstall", ".trigger",
    ];

    /// <summary>Whether a tree that was read from an archive is a package.</summary>
    public static bool Is(Tree files) => files.Find(".PKGINFO") is not null;

    /// <summary>Removes what describes the package.</summary>
    public static Tree FilesOf(Tree package)
    {
        foreach (var entry in package.Root.Children)
        {
            if (!entry.IsFolder && (s_own.Contains(entry.Name) || entry.Name.StartsWith(".SIGN.", StringComparison.Ordinal)))
                package.Root.Remove(entry.Name);
        }

        return package;
    }
}
