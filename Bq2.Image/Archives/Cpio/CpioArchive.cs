namespace Bq2.Image;

/// <summary>
/// Cpio archives in the format "newc", which the kernel unpacks as an initrd. They hold no extended attributes, and no file of 4 GiB.
/// </summary>
/// <example>
/// <code>
/// var tree = new Tree();
/// tree.AddFile("init", Content.FromFile("init"), new() { Mode = 0x1ed });   // 0755
/// RawImage.Write("initrd.cpio", CpioArchive.Plan(tree));
/// </code>
/// </example>
public static class CpioArchive
{
    /// <summary>Plans an archive of a tree, sorted by name, each folder before its content. The same tree makes the same bytes.</summary>
    public static Regions Plan(Tree tree, CpioOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return new CpioPlanner(options ?? new()).Plan(tree);
    }

    /// <summary>
    /// The tree in a source that begins with an archive; several archives one behind the other are laid over each other, as the kernel
    /// does. The source must stay open while the tree is used.
    /// </summary>
    public static Tree Read(Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var archive = new ArchiveTree(new ArchiveOptions().MaxEntries);
        new CpioReader(source, archive).ReadAll();
        return archive.Tree;
    }
}
