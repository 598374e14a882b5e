using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Opens the volume that a word of the command line names, and says what was not obvious about it.</summary>
internal static class Volumes
{
    public static Volume Open(ImagePath place, OpenOptions options) => Chosen(place, place.Open(options));

    public static Volume OpenForWriting(ImagePath place, OpenOptions options) => Chosen(place, place.OpenForWriting(options));

    /// <summary>What was left out of the lists so far is an answer too: the command ends as one whose input was at fault.</summary>
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
