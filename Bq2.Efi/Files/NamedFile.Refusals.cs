namespace Bq2.Efi.Files;

internal sealed partial class NamedFile
{
    /// <summary>The kind of file that a path names; throws if it cannot be opened.</summary>
    private static FileKind KindOf(string path, FileAccess access)
    {
        var status = FileStatus.Of(path);
        if (status.Kind == FileKind.Missing)
            throw Missing(path);
        if (status.Kind is FileKind.Folder or FileKind.Socket || (status.Kind == FileKind.CharacterDevice && !status.IsNull))
            throw Refusal(path, status.Kind);
        if (access != FileAccess.Read && status.Kind is not (FileKind.Regular or FileKind.BlockDevice))
            throw NotInPlace(path);
        return status.Kind;
    }

    /// <summary>Why nothing can be opened there; a broken link is reported as such.</summary>
    internal static Exception Missing(string path)
    {
        string full = Path.GetFullPath(path);
        if (FileStatus.Of(path, followLinks: false).Kind != FileKind.Link)
            return new FileNotFoundException($"Could not find file '{full}'.", full);

        return Bad(EfiFaults.BrokenLink, path, $"this is a link to {FinalTarget(path)}, which does not exist");
    }

    private static string FinalTarget(string link)
    {
        try
        {
            return new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        catch (IOException)
        {
            return "a link that leads back to it";
        }
    }

    private static FaultException NotInPlace(string name) =>
        Bad(EfiFaults.NotChangedInPlace, name, "only files and block devices can be changed in place, and this is neither");

    internal static FaultException Refusal(string name, FileKind kind) => kind switch
    {
        FileKind.Folder => Bad(EfiFaults.IsFolder, name, "this is a folder, not a file"),
        FileKind.Socket => Bad(EfiFaults.IsSocket, name, "this is a socket, which cannot be opened as a file"),
        _ => Bad(EfiFaults.IsEndless, name, "this is a terminal or another character device, which has no end"),
    };

    private static FaultException Bad(FaultCode code, string name, string message) =>
        new(new(code, message) { Path = name, Hint = char.ToLowerInvariant(code.Remedy[0]) + code.Remedy[1..].TrimEnd('.') });
}
