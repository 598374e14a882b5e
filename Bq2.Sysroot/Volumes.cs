using Bq2.Image;

namespace Bq2.Sysroot;

/// <summary>Opens the volume that a word of the command line names, and says what was not obvious about it.</summary>
internal static class Volumes
{
    public static FatVolume Open(ImagePath place, OpenOptions options) => Chosen(place, place.OpenFat(options));

    public static FatVolume OpenForWriting(ImagePath place, OpenOptions options) => Chosen(place, place.OpenFatForWriting(options));

    /// <summary>What was left out of the lists so far is an answer too: the command ends as one whose input was at fault.</summary>
    public static int ExitCodeOf(FatVolume volume) => volume.Faults.Count == 0 ? ExitCode.Done : Faults.Complain(volume.Faults);

    private static FatVolume Chosen(ImagePath place, FatVolume volume)
    {
        if (place.Partition is null && volume is { Partition: { } partition, OtherPartitions: > 0 } && !Say.Quiet)
            Console.Error.WriteLine($"{place.File}: taking partition {partition.Number} ({partition.Type.Name}) of {volume.OtherPartitions + 1}; {place.File}:NUMBER takes another");
        return volume;
    }
}
