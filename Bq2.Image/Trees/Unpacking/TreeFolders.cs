namespace Bq2.Image;

/// <summary>Trees onto the host.</summary>
public static class TreeFolders
{
    extension(Tree tree)
    {
        /// <summary>
        /// Writes everything into a folder, which is made if it does not exist. Existing folders are kept; anything else in the place of
        /// an entry is replaced, and never followed. On Linux nothing is written outside the folder, whatever others do to it meanwhile.
        /// </summary>
        /// <param name="path">The folder, which stands for the tree's root.</param>
        /// <param name="options">What to take along.</param>
        /// <param name="progress">Told how many bytes of files are written.</param>
        public FolderSummary WriteTo(string path, FolderWriteOptions? options = null, IProgress<long>? progress = null)
        {
            ArgumentNullException.ThrowIfNull(tree);
            ArgumentNullException.ThrowIfNull(path);
            Directory.CreateDirectory(path);
            return OperatingSystem.IsLinux()
                ? FolderWriter.Write(tree, path, options ?? new(), progress)
                : PortableFolderWriter.Write(tree, path);
        }
    }
}
