using Bq2.Efi.Files;
using Bq2.Image;

namespace Bq2.Cli;

internal static partial class Inputs
{
    /// <summary>
    /// The tree that a word names: a folder with everything in it, an archive however packed, a volume in a disk image or a folder in that,
    /// or - for an archive on standard input. Says with --verbose what was found.
    /// </summary>
    public static Tree Tree(string word, TreeWords? words = null)
    {
        words ??= new();
        if (IsStandardInput(word))
            return ArchiveFromInput(word, words);
        if (FileStatus.Of(word).Kind == FileKind.Folder)
        {
            var (files, kind) = AnyArchive.OfFolder(Image.Tree.FromFolder(word, words.Folder), word, words.Archive);
            Say.Verbose($"{word}: {kind}");
            return files;
        }

        if (!IsFile(word))
            return TreeInImage(word, words);

        var file = Open(word);
        var source = FileSource.Of(file);
        var packing = Packed.KindOf(source);
        if (!AnyArchive.Is(source))
        {
            var place = ImagePath.Parse(word, IsFile);
            return TreeInImage(file.CopiedTo is null ? place : place with { File = file.Name, Opened = file }, words);
        }

        return packing == Packing.None ? Archive(source, packing, words) : Unpacked(source.AsStream(), word, words);
    }

    private static Tree ArchiveFromInput(string word, TreeWords words)
    {
        if (!Console.IsInputRedirected)
            throw new UsageException($"{Shown} is a terminal: redirect an archive into it, or name one instead of {word}");
        Claim(Shown, Shown);
        return Unpacked(Console.OpenStandardInput(), Shown, words);
    }

    private static Tree Unpacked(Stream stream, string name, TreeWords words)
    {
        using var unpacked = Packed.Unpack(stream, name, out var packing, words.Archive.Unpacking);
        var content = Packed.Spool(unpacked, name, out string folder);
        string place = folder.Length == 0 ? "memory" : $"an unnamed file in {folder}";
        Say.Verbose($"{name}: unpacked to {Bytes.Show(content.Length)} in {place}");
        return Archive(content, packing, words);
    }

    private static Tree Archive(Source content, Packing packing, TreeWords words)
    {
        var (tree, kind) = AnyArchive.Read(content, words.Archive);
        string packed = packing == Packing.None ? "" : $", packed with {packing.ToString().ToLowerInvariant()}";
        Say.Verbose($"{content.Path}: {kind}{packed}");
        return tree;
    }

    private static Tree TreeInImage(string word, TreeWords words) => TreeInImage(Place(word), words);

    private static Tree TreeInImage(ImagePath place, TreeWords words)
    {
        var volume = place.Open(words.Opening);
        string part = volume.Partition is { } partition ? $"partition {partition.Number} ({partition.Type.Name}) with " : "";
        Say.Verbose($"{place.File}: {part}a {volume.Kind} filesystem");
        return Image.Tree.FromVolume(volume, place.Path);
    }
}
