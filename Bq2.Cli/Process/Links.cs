using Bq2.Sysroot;

namespace Bq2.Cli;

/// <summary>The symbolic links by which one program goes under several names.</summary>
internal sealed record Links(string Folder, string Target, string[] Names)
{
    /// <summary>Looks at every place before a link is made, so that a refusal leaves all as it was.</summary>
    public static Links Plan(string folder, string program, IEnumerable<string> names)
    {
        // A relative link counts from where the folder really lies.
        var named = new DirectoryInfo(folder);
        string home = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;

        // In the program's own folder the program keeps its place.
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
    /// Beside the program, or one step up and down from it, links and program can be moved together;
    /// from elsewhere the whole path holds longer.
    /// </summary>
    private static string TargetFrom(string home, string program)
    {
        string relative = Path.GetRelativePath(home, program);
        string up = ".." + Path.DirectorySeparatorChar;
        return relative.StartsWith(up + up, StringComparison.Ordinal) ? program : relative;
    }
}
