using System.CommandLine;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Moves and renames files and folders inside a disk image.</summary>
internal static class MvCommand
{
    public const string Summary = "Moves and renames files and folders inside a disk image.";

    public static void Define(Command command)
    {
        var places = Options.ImagePlaces("SRC... DST", "Places IMAGE[:PARTITION]/PATH in one volume; DST is a folder or a new name", 2);
        command.Add(places);
        var opening = Options.Opening(command, "an image");
        command.SetAction(words =>
        {
            string[] all = words.GetRequiredValue(places);
            var to = VolumeEdit.PlaceOf(all[^1]);
            ImagePath[] from = [.. all[..^1].Select(VolumeEdit.PlaceOf)];
            if (Array.FindIndex(from, each => (each.File, each.Partition) != (to.File, to.Partition)) is >= 0 and var other)
                throw new UsageException($"{all[other]} is in another volume than {all[^1]}: copy it with cp, then remove it with rm");

            using var volume = Volumes.OpenForWriting(to, opening(words));
            Move(volume, from, to.Path, all[^1]);
            return ExitCode.Done;
        });
    }

    private static void Move(Volume volume, ImagePath[] from, string to, string named)
    {
        bool intoFolder = volume.Find(to) is { IsFolder: true };
        if (!intoFolder && (from.Length > 1 || to.EndsWith('/')))
            throw new FaultException(new(ProgramFaults.CopyDestination, "the destination is not an existing folder") { Path = named });

        foreach (var place in from)
        {
            string path = place.Path.TrimEnd('/');
            if (path.Length == 0)
                throw new UsageException("the root of a volume cannot be moved: name what is in it");
            string name = volume.Find(path)?.Name ?? path[(path.LastIndexOf('/') + 1)..];
            volume.Move(path, intoFolder ? $"{to.TrimEnd('/')}/{name}" : to);
        }
    }
}
