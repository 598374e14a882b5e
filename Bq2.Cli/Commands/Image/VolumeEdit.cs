using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Changes volumes at the places that the command line names.</summary>
internal static class VolumeEdit
{
    /// <summary>Runs an edit for each place; consecutive places in one volume share one opening.</summary>
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
