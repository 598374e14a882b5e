using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// The external data file of a new image. Both files are complete before either gets its name: first the data file, then the image.
/// </summary>
internal static class Qcow2DataFile
{
    /// <summary>Begins the file that the image will name; null if it names none.</summary>
    public static NewFile? Begin(string image, Qcow2Options? options)
    {
        if (options?.DataFile is not { } name)
            return null;

        string path = ImageChain.PathBeside(image, name)
            ?? throw Failure.Of(ImageFaults.DataFileImpossible, $"\"{name}\" is not the name of a file", image);
        if (FinalPath(path) == FinalPath(image))
            throw Failure.Of(ImageFaults.DataFileImpossible, $"the image cannot be its own external data file", image, "name another file");
        return NewFile.At(path);
    }

    /// <summary>Gives the file its name. The image is complete by then, except for its own name.</summary>
    public static void Keep(NewFile? data, SafeFileHandle image, Qcow2Options? options)
    {
        bool sync = options?.Sync ?? false;
        if (data is not null && sync)
            RandomAccess.FlushToDisk(image);
        data?.Keep(sync);
    }

    private static string FinalPath(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
