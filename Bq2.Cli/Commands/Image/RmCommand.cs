using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Removes files and folders inside a disk image.</summary>
internal static class RmCommand
{
    public const string Summary = "Removes files and folders inside a disk image.";

    public static void Define(Command command)
    {
        var places = Options.ImagePlaces("PLACE...", "What to remove: IMAGE[:PARTITION]/PATH", 1);
        var recursive = new Option<bool>("--recursive", "-r") { Description = "Remove folders with everything in them" };
        var force = new Option<bool>("--force", "-f") { Description = "Ignore what does not exist" };
        command.Add(places);
        command.Add(recursive);
        command.Add(force);
        var opening = Options.Opening(command, "an image", "--format");
        command.SetAction(words =>
        {
            VolumeEdit.Each(words.GetRequiredValue(places), opening(words), (volume, path) =>
                Remove(volume, path, words.GetValue(recursive), words.GetValue(force)));
            return ExitCode.Done;
        });
    }

    private static void Remove(Volume volume, string path, bool recursive, bool force)
    {
        if (path.Trim('/').Length == 0)
            throw new UsageException("the root of a volume cannot be removed: name what is in it");
        if (force && volume.Find(path) is null)
            return;
        if (!recursive && volume.Find(path) is { IsFolder: true })
            throw new UsageException($"{path} is a folder: add --recursive to remove it with everything in it");
        volume.Remove(path, recursive);
    }
}
