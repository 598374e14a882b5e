using Bq2.Image;

namespace Bq2.Cli;

internal static partial class Inputs
{
    /// <summary>The place in an image that a word names, with the image open where it can be opened only once.</summary>
    public static ImagePath Place(string word)
    {
        if (!Beginnings(word).Any(IsFile))
            Explain(word);

        return Open(ImagePath.Parse(word, IsFile));
    }

    /// <summary>The same place, with the image open where it can be opened only once.</summary>
    public static ImagePath Open(ImagePath place)
    {
        if (!CanBeReadOnce(place.File))
            return place;

        var file = Open(place.File);
        return place with { File = file.Name, Opened = file };
    }

    private static IEnumerable<string> Beginnings(string word)
    {
        for (int end = word.Length; end > 0; end = word.LastIndexOfAny([':', '/'], end - 1))
            yield return word[..end];
    }
}
