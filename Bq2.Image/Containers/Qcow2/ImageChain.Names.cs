namespace Bq2.Image;

internal sealed partial class ImageChain
{
    private const string BackingFile = "backing file", DataFile = "external data file";
    private const string FilePrefix = "file:";

    /// <summary>The path of an image's backing file.</summary>
    public static string PathOfBacking(string image, string name) => PathOfFile(image, BackingFile, name);

    private string PathOfBacking(Source image, Qcow2HeaderInfo head, string name, out DiskFormat format)
    {
        RefuseUnlessAllowed(image, BackingFile, name);
        if ((head.BackingFormat ?? options.BackingFormat?.Name()) is not { } given)
        {
            throw image.Bad(ImageFaults.BackingFormat, $"the image does not give the format of its backing file \"{name}\"",
                "a rebase can write it into the image; if it were guessed, the guest of a raw disk could name files of yours");
        }

        format = DiskFormats.Find(given) ?? throw image.Bad(ImageFaults.BackingFormat,
            $"the backing file \"{name}\" has the format \"{given}\", which is not supported");
        return PathOfFile(image.Path, BackingFile, name);
    }

    /// <summary>
    /// The path of a file that an image names; relative names start at the image's own folder. Null for names that are not files, such as
    /// nbd://host.
    /// </summary>
    public static string? PathBeside(string? image, string name)
    {
        string path = name.StartsWith(FilePrefix, StringComparison.Ordinal) ? name[FilePrefix.Length..] : name;
        int colon = path.IndexOf(':', StringComparison.Ordinal), slash = path.IndexOf('/', StringComparison.Ordinal);
        bool isFile = path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && (colon < 0 || (slash >= 0 && slash < colon));
        return isFile ? Path.Combine(Path.GetDirectoryName(image) ?? "", path) : null;
    }

    // If it does not exist, the image is at fault: the caller did not name it.
    private static string PathOfFile(string? image, string what, string name)
    {
        string path = PathBeside(image, name)
            ?? throw Failure.Of(ImageFaults.BackingName, $"\"{name}\" is not the name of a file, and only files are opened", image);
        return File.Exists(path) ? path
            : throw Failure.Of(ImageFaults.BackingName, $"the image's {what} \"{name}\" does not exist", image);
    }
}
