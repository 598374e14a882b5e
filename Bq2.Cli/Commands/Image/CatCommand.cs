using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Writes a file inside a disk image to standard output.</summary>
internal static class CatCommand
{
    public const string Summary = "Writes a file inside a disk image to standard output.";

    public static void Define(Command command)
    {
        var place = Options.ImagePlace("The file");
        command.Add(place);
        var opening = Options.Opening(command, "IMAGE");
        command.SetAction(words => Copy(words.GetRequiredValue(place), opening(words)));
    }

    private static int Copy(string place, OpenOptions options)
    {
        var path = Inputs.Place(place);
        using var volume = Volumes.Open(path, options);
        using var output = Outputs.OpenForFile();
        volume.CopyTo(path.Path, output);
        return ExitCode.Done;
    }
}
