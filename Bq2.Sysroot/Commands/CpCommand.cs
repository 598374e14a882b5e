using System.CommandLine;
using Bq2.Image;
using Bq2.Sysroot.Copying;

namespace Bq2.Sysroot.Commands;

/// <summary>Copies files into a disk image, out of it, or from one to another.</summary>
internal static class CpCommand
{
    public const string Summary = "Copies files into a disk image or out of it.";

    // As many as System.CommandLine takes.
    private const int MostPlaces = 100_000;

    public static void Define(Command command)
    {
        var places = new Argument<string[]>("SRC... DST")
        {
            Description = "Paths of this machine, or places IMAGE[:PARTITION]/PATH in an image; DST is a folder, or a new name",
            Arity = new(2, MostPlaces),
        };
        var recursive = new Option<bool>("--recursive", "-r") { Description = "Copy folders, with all that is in them" };
        command.Add(places);
        command.Add(recursive);
        var opening = Options.Opening(command, "an image");
        command.SetAction(words => Copy(words.GetRequiredValue(places), words.GetValue(recursive), opening(words)));
    }

    private static int Copy(string[] places, bool recursive, OpenOptions options)
    {
        string[] from = places[..^1];
        string to = places[^1];
        var target = PlaceInImage(to);
        var open = new List<FatVolume>();
        try
        {
            if (target is null && Array.TrueForAll(from, each => PlaceInImage(each) is null))
                throw new UsageException("nothing of this is in a disk image; a place in one is IMAGE[:PARTITION]/PATH");

            CopySource[] sources = [.. from.Select(each => Open(each, target?.File ?? to, options, open))];
            CheckFolders(from, sources, recursive);
            using var into = Target(to, target, options);
            var copier = new Copier(into, target?.Path ?? to);
            Progress.Show(to, sources.Sum(source => source.Items.Sum(item => item.Content?.Length ?? 0)), progress => copier.Copy(sources, progress));
            Say.Line($"{to}: {Counted(copier)}");
            return open.Select(Volumes.ExitCodeOf).Append(ExitCode.Done).Max();
        }
        finally
        {
            open.ForEach(each => each.Dispose());
        }
    }

    private static string Counted(Copier copier) => copier.Files == 1
        ? $"one file, {Bytes.Show(copier.Bytes)}"
        : FormattableString.Invariant($"{copier.Files:N0} files, {Bytes.Show(copier.Bytes)}");

    private static CopySource Open(string word, string targetFile, OpenOptions options, List<FatVolume> open)
    {
        if (PlaceInImage(word) is not { } place)
            return CopySource.OnThisMachine(word);
        if (Path.GetFullPath(targetFile) == Path.GetFullPath(place.File))
            throw new UsageException($"{word} is in the image that would be written: copy out of it first, then in again");

        var volume = Volumes.Open(place, options);
        open.Add(volume);
        return CopySource.In(volume, place);
    }

    private static ICopyTarget Target(string word, ImagePath? place, OpenOptions options) =>
        place is null ? new FolderTarget(word) : new VolumeTarget(Volumes.OpenForWriting(place, options), Ambient.SourceDateEpoch());

    private static void CheckFolders(string[] words, CopySource[] sources, bool recursive)
    {
        for (int i = 0; i < words.Length && !recursive; i++)
        {
            if (sources[i].IsFolder)
                throw new UsageException($"{words[i]} is a folder; with --recursive it is copied with all that is in it");
        }
    }

    /// <summary>
    /// The place in an image that a word names; null where it names a path of this machine, which is what is there, or
    /// what no image is a beginning of.
    /// </summary>
    private static ImagePath? PlaceInImage(string word)
    {
        if (File.Exists(word) || Directory.Exists(word))
            return null;

        bool beginsWithFile = false;
        for (int end = word.LastIndexOfAny([':', '/']); end > 0 && !beginsWithFile; end = word.LastIndexOfAny([':', '/'], end - 1))
            beginsWithFile = File.Exists(word[..end]);
        return beginsWithFile ? ImagePath.Parse(word, File.Exists) : null;
    }
}
