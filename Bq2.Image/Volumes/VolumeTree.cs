namespace Bq2.Image;

/// <summary>Trees made from volumes.</summary>
public static class VolumeTree
{
    extension(Tree)
    {
        /// <summary>
        /// The content of a volume, or of a folder in it, as a tree. The volume must stay open while the tree is used. Names that it lists
        /// among its <see cref="Volume.Faults"/> are left out, and so is an empty lost+found in the root.
        /// </summary>
        public static Tree FromVolume(Volume volume, string path = "")
        {
            ArgumentNullException.ThrowIfNull(volume);
            ArgumentNullException.ThrowIfNull(path);
            return new VolumeTreeReader(volume).Read(path);
        }
    }
}
