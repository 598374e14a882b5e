using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Changes in volumes that the command line names by places in them.</summary>
internal static class VolumeEdit
{
    /// <summary>Does the same at each place; a volume is opened once for all that follow each other.</summary>
    public static void Each(string[] words, OpenOptions options, Action<Volume, string> change)
    {
        var places = words.Select(PlaceOf).ToList();
        for (int i = 0; i < places.Count;)
        {
            var first = places[i];
            using var volume = Volumes.OpenForWriting(first, options);
            for (; i < places.Count && (places[i].File, places[i].Partition) == (first.File, first.Partition); i++)
                change(volume, places[i].Path);
        }
    }

    public static ImagePath PlaceOf(string word) => Inputs.Place(Inputs.InPlace(word));
}
