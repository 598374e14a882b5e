using System.CommandLine;
using Bq2.Image;

namespace Bq2.Sysroot.Commands;

/// <summary>Writes a file inside a disk image to standard output.</summary>
internal static class CatCommand
{
    public const string Summary = "Writes a file inside a disk image to standard output.";

    public static void Define(Command command)
    {
        var place = Options.ImagePlace("The file; without a partition in the image's own file system, or its EFI system partition");
        command.Add(place);
        command.SetAction(words => Copy(words.GetRequiredValue(place)));
    }

    private static int Copy(string place)
    {
        var path = ImagePath.Parse(place, File.Exists);
        using var volume = path.OpenFat();
        using var output = Console.OpenStandardOutput();
        volume.CopyTo(path.Path, output);
        return ExitCode.Done;
    }
}
