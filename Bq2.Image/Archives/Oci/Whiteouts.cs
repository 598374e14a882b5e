namespace Bq2.Image;

/// <summary>Layers of an image, which say by files of special names what they remove from the layers below.</summary>
internal static class Whiteouts
{
    private const string Prefix = ".wh.";
    private const string Opaque = ".wh..wh..opq";

    /// <summary>Puts a layer on what the layers below it made.</summary>
    public static void Apply(Tree lower, Tree layer)
    {
        Remove(lower.Root, layer.Root);
        lower.Overlay(layer);
    }

    // What a layer adds to a folder stays, even if it also says that the folder is new.
    private static void Remove(TreeEntry? lower, TreeEntry layer)
    {
        if (layer.Find(Opaque) is not null)
            lower?.Clear();
        foreach (var entry in layer.Sorted())
        {
            if (entry.Name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                lower?.Remove(entry.Name[Prefix.Length..]);
                layer.Remove(entry.Name);
            }
            else if (entry.IsFolder)
            {
                Remove(lower?.Find(entry.Name), entry);
            }
        }
    }
}
