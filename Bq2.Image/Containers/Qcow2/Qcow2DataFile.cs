using Bq2.Efi.Files;
using Microsoft.Win32.SafeHandles;

namespace Bq2.Image;

/// <summary>
/// The file beside a new image that has its data. Both are complete before either takes its name, first the data, then the image.
/// </summary>
internal static class Qcow2DataFile
{
    /// <summary>Begins the file that the image is to name; null where it names none.</summary>
    public static NewFile? Begin(string image, Qcow2Options? options)
    {
        if (options?.DataFile is not { } name)
            return null;

        string path = ImageChain.PathBeside(image, name)
            ?? throw Failure.Of(ImageFaults.DataFileImpossible, $"\"{name}\" is not the name of a file", image);
        if (FinalPath(path) == FinalPath(image))
            throw Failure.Of(ImageFaults.DataFileImpossible, $"the image cannot be its own data file", image, "name another file");
        return NewFile.At(path);
    }

    /// <summary>The image is complete as well, all but its name.</summary>
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
