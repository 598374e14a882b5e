using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>
/// A folder on the host. Names come from an image that may be hostile: links below the folder are not followed, so nothing is
/// written outside it.
/// </summary>
internal sealed class FolderTarget(string named) : ICopyTarget
{
    public bool IsFolder(string path) => Directory.Exists(path);

    public bool HasFolderFor(string path) =>
        Directory.Exists(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));

    public void MakeFolder(string path)
    {
        Refuse(path);
        if (File.Exists(path))
            throw new IOException($"{path} is a file, so no folder of that name can be made");
        Directory.CreateDirectory(path);
    }

    public void Write(string path, Content content, IProgress<long> progress, CancellationToken cancellation)
    {
        Refuse(path);
        RawImage.Write(path, Regions.Of(content), null, progress, cancellation);
    }

    public bool Takes(TreeEntry special) => special.Kind == EntryKind.Link;

    public void MakeLink(string path, string target)
    {
        // Files and empty folders give way, as for cp -P --force; nothing is ever written through the link.
        Refuse(path);
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    public FaultException Refusal(TreeEntry special) => special.NotIn("the copy");

    public string Join(string folder, string path) => Path.Join(folder, path);

    public void Dispose()
    {
    }

    private void Refuse(string path)
    {
        if (path == named || new FileInfo(path).LinkTarget is not { } target)
            return;
        throw new FaultException(new(ProgramFaults.LinkNotFollowed, $"this is a link to {target}, which is not followed")
        {
            Path = path,
            Hint = "remove it, or copy to another folder",
        });
    }
}
