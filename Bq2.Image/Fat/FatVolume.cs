namespace Bq2.Image;

/// <summary>A FAT32 volume: planned from a tree, or opened to read what is in it.</summary>
public sealed partial class FatVolume : IDisposable
{
    /// <summary>The volume that holds a tree. The files' bytes are not read for it.</summary>
    public static Regions Plan(Tree tree, FatOptions? options = null)
    {
        var volume = new FatPlanner(tree, options ?? new());
        volume.AllocateClusters();
        volume.PlaceBootSectors();
        volume.PlaceFats();
        volume.PlaceFolders();
        volume.PlaceFiles();
        return volume.Regions;
    }
}
