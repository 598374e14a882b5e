namespace Bq2.Image;

/// <summary>Trees from archives of any kind.</summary>
public static class ArchiveTrees
{
    extension(Tree)
    {
        /// <summary>
        /// Everything in an archive, told by its bytes: tar, cpio ("newc", also a kernel's initrd), zip, Debian's and Alpine's packages,
        /// and saved container images, packed or not. A package's scripts are not run. The contents of files stay in the archive, which the
        /// tree keeps open, or wait in memory or an unlinked file if it is packed.
        /// </summary>
        /// <param name="path">The archive.</param>
        /// <param name="options">What is too much.</param>
        /// <param name="image">Which container image, if there are several.</param>
        public static Tree FromArchive(string path, ArchiveOptions? options = null, OciOptions? image = null)
        {
            ArgumentNullException.ThrowIfNull(path);
            options ??= new();
            var source = FileSource.Open(path);
            try
            {
                return AnyArchive.Read(Packed.Unpack(source, options.Unpacking), options, image).Tree;
            }
            catch
            {
                source.Dispose();
                throw;
            }
        }
    }
}
