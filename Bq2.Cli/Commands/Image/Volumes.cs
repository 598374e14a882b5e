using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Opens the volume that a word of the command line names, and notes what was not obvious about it.</summary>
internal static class Volumes
{
    public static Volume Open(ImagePath place, OpenOptions options) => Chosen(place, place.Open(options));

    public static Volume OpenForWriting(ImagePath place, OpenOptions options) => Chosen(place, place.OpenForWriting(options));

    /// <summary>If entries were left out of a list, the input is at fault, and the exit code says so.</summary>
    public static int ExitCodeOf(Volume volume) => volume.Faults.Count == 0 ? ExitCode.Done : Faults.Complain(volume.Faults);

    private static Volume Chosen(ImagePath place, Volume volume)
    {
        if (place.Partition is null && volume is { Partition: { } taken, OtherPartitions: > 0 and var others })
        {
            string which = $"partition {taken.Number} ({taken.Type.Name}) of {others + 1}";
            Say.Note($"{place.File}: taking {which}; {place.File}:NUMBER or :LABEL takes another", label: "");
        }

        return volume;
    }
}
