namespace Bq2.Image;

/// <summary>Archives of every kind, told by their bytes.</summary>
internal static class AnyArchive
{
    private const int HeadLength = 512;

    /// <summary>Whether a file is an archive, or packed, which only an archive is that makes a tree.</summary>
    public static bool Is(Source source) => Packed.KindOf(source) != Packing.None || KindOf(Head(source)) is not null;

    /// <summary>The tree in an archive that is not packed itself, and what kind it is. The source must stay open.</summary>
    public static (Tree Tree, string Kind) Read(Source archive, ArchiveOptions options, OciOptions? image = null) =>
        KindOf(Head(archive)) switch
        {
            Kind.Cpio => (ReadCpio(archive, options), "a cpio archive"),
            Kind.Zip => (ZipReader.Read(archive, options), "a zip file"),
            Kind.Deb => (DebPackage.Read(archive, options), "a Debian package"),
            _ => OfTar(Tree.FromTar(archive, options), archive, options, image),
        };

    /// <summary>What is in a folder: a saved container image is the file system in it.</summary>
    public static (Tree Tree, string Kind) OfFolder(Tree files, string path, ArchiveOptions options, OciOptions? image = null) =>
        OciImage.Exists(files)
            ? (OciImage.Read(files, (image ?? new()) with { Archives = options }, path), "a folder with a container image")
            : (files, "a folder");

    private static (Tree Tree, string Kind) OfTar(Tree files, Source archive, ArchiveOptions options, OciOptions? image) =>
        ApkPackage.Is(files) ? (ApkPackage.FilesOf(files), "an Alpine package")
        : OciImage.Exists(files)
            ? (OciImage.Read(files, (image ?? new()) with { Archives = options }, archive.Path), "a saved container image")
        : (files, "a tar archive");

    /// <summary>An initrd as the kernel takes it: after an archive that is not packed there may be others that are.</summary>
    private static Tree ReadCpio(Source source, ArchiveOptions options)
    {
        var archive = new ArchiveTree(options.MaxEntries);
        for (Source? rest = source; rest is not null;)
        {
            long end = new CpioReader(rest, archive).ReadAll();
            if (end == rest.Length)
                break;

            var behind = rest.Slice(end, rest.Length - end);
            rest = Packed.KindOf(behind) != Packing.None
                ? Packed.Unpack(behind, options.Unpacking)
                : throw rest.Bad(TreeFaults.ArchiveDamaged, $"behind the archive stands something else", end, sizeof(uint));
        }

        return archive.Tree;
    }

    private static byte[] Head(Source source) => source.ReadBytes(0, (int)Math.Min(HeadLength, source.Length));

    private static Kind? KindOf(byte[] head) => CpioReader.Begins(head) ? Kind.Cpio
        : ZipReader.Begins(head) ? Kind.Zip
        : DebPackage.Begins(head) ? Kind.Deb
        : head.Length == HeadLength && TarChecksum.IsRight(head) ? Kind.Tar
        : null;

    private enum Kind
    {
        Tar,
        Cpio,
        Zip,
        Deb,
    }
}
