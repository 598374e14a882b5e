namespace Bq2.Image;

/// <summary>Trees from archives.</summary>
public static class TreeArchives
{
    extension(Tree)
    {
        /// <summary>
        /// Everything in a tar archive, packed or not: ustar, PAX, GNU's and older ones. The contents of files stay in the archive, which
        /// the tree keeps open; one that is packed is unpacked first, into memory or an unlinked file.
        /// </summary>
        /// <param name="path">The archive.</param>
        /// <param name="options">What is too much.</param>
        public static Tree FromTar(string path, ArchiveOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(path);
            return Read(FileSource.Open(path), options);
        }

        /// <summary>The same for an open source, which must stay open while the tree is used, and is closed by nobody.</summary>
        public static Tree FromTar(Source source, ArchiveOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(source);
            return Read(source, options);
        }

        /// <summary>The same for a stream, which is read once from its current position to its end, and left open.</summary>
        /// <param name="stream">The archive.</param>
        /// <param name="name">Its name in messages.</param>
        /// <param name="options">What is too much.</param>
        public static Tree FromTar(Stream stream, string? name = null, ArchiveOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(stream);
            options ??= new();
            using var unpacked = Packed.Unpack(stream, name, options.Unpacking);
            return TarReader.Read(Packed.Spool(unpacked, name, out _), options);
        }
    }

    private static Tree Read(Source source, ArchiveOptions? options)
    {
        options ??= new();
        return TarReader.Read(Packed.Unpack(source, options.Unpacking), options);
    }
}
