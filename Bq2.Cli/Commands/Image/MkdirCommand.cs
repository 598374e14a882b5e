using System.CommandLine;
using Bq2.Efi;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Makes folders inside a disk image.</summary>
internal static class MkdirCommand
{
    public const string Summary = "Makes folders inside a disk image.";

    public static void Define(Command command)
    {
        var places = Options.ImagePlaces("PLACE...", "The folders to make: IMAGE[:PARTITION]/PATH", 1);
        var parents =
            new Option<bool>("--parents", "-p")
                { Description = "Make parent folders too, and accept folders that exist" };
        command.Add(places);
        command.Add(parents);
        var opening = Options.Opening(command, "an image");
        command.SetAction(words =>
        {
            VolumeEdit.Each(words.GetRequiredValue(places), opening(words), (volume, path) => Make(volume, path, words.GetValue(parents)));
            return ExitCode.Done;
        });
    }

    private static void Make(Volume volume, string path, bool parents)
    {
        string whole = path.TrimEnd('/');
        if (!parents)
        {
            string around = whole[..Math.Max(0, whole.LastIndexOf('/'))];
            if (volume.Find(whole) is not null)
                throw Fault($"\"{whole}\" already exists");
            if (volume.Find(around) is not { IsFolder: true })
                throw Fault($"there is no folder \"{around}\" for it: --parents makes it");
        }

        volume.CreateFolder(whole, Ambient.SourceDateEpoch());
    }

    private static FaultException Fault(string message) => new(new(ProgramFaults.CopyDestination, message));
}
