using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>Installs the symbolic links that give one program several names.</summary>
internal sealed record Links(string Folder, string Target, string[] Names)
{
    /// <summary>Checks every place before making the first link, so that a refusal changes nothing.</summary>
    public static Links Plan(string folder, string program, IEnumerable<string> names)
    {
        // A relative link is resolved from the folder's real path.
        var named = new DirectoryInfo(folder);
        string home = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;

        // In the program's own folder, never replace the program itself.
        string[] wanted = [.. names.Where(name => Path.Combine(home, name) != program)];
        foreach (string name in wanted)
        {
            var place = new FileInfo(Path.Combine(home, name));
            if (place.LinkTarget is null && (place.Exists || Directory.Exists(place.FullName)))
            {
                throw new OutsideException(
                    $"{place.FullName} is in the way: it is not a link",
                    "move it elsewhere, or install into another folder");
            }
        }

        return new(home, TargetFrom(home, program), wanted);
    }

    public void Make()
    {
        Directory.CreateDirectory(Folder);
        foreach (string name in Names)
        {
            string place = Path.Combine(Folder, name);
            File.Delete(place);
            File.CreateSymbolicLink(place, Target);
        }
    }

    /// <summary>
    /// Relative beside the program or in a sibling folder, so that links and program can be moved together; absolute from anywhere
    /// else.
    /// </summary>
    private static string TargetFrom(string home, string program)
    {
        string relative = Path.GetRelativePath(home, program);
        string up = ".." + Path.DirectorySeparatorChar;
        return relative.StartsWith(up + up, StringComparison.Ordinal) ? program : relative;
    }
}
