using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>Copies files into a disk image, out of it, or from one to another.</summary>
internal static class CpCommand
{
    public const string Summary = "Copies files into or out of a disk image.";

    // The most that System.CommandLine allows.
    private const int MaxPlaces = 100_000;

    public static void Define(Command command)
    {
        var places = new Argument<string[]>("SRC... DST")
        {
            Description =
                "Paths on this computer, - for standard input or output, or IMAGE[:PARTITION]/PATH in an image; "
                + "DST is a folder or a new name",
            Arity = new(2, MaxPlaces),
        }.OfferingFiles();
        var recursive = new Option<bool>("--recursive", "-r") { Description = "Copy folders with everything in them" };
        command.Add(places);
        command.Add(recursive);
        var opening = Options.Opening(command, "an image");
        command.SetAction(words => Copy(words.GetRequiredValue(places), words.GetValue(recursive), opening(words)));
    }

    private static int Copy(string[] places, bool recursive, OpenOptions options)
    {
        string[] from = places[..^1];
        string to = places[^1];
        var target = Outputs.IsStandardOutput(to) ? null : PlaceInImage(to);
        var open = new List<Volume>();
        try
        {
            if (target is null && Array.TrueForAll(from, each => PlaceInImage(each) is null))
            {
                Array.ForEach(from, Inputs.Explain);
                throw new UsageException("none of these is in a disk image: name a place in an image as IMAGE[:PARTITION]/PATH");
            }

            CopySource[] sources =
                [.. from.Select(each => Open(each, target?.File ?? (Outputs.IsStandardOutput(to) ? null : to), options, open))];
            CheckFolders(from, sources, recursive);
            if (Outputs.IsStandardOutput(to))
                return ToStandardOutput(sources);

            using var into = Target(to, target, options);
            var copier = new Copier(into, target?.Path ?? to, to);
            Progress.ShowInPlace(to, sources.Sum(source => source.Items.Sum(item => item.Content?.Length ?? 0)), (progress, cancellation) =>
                copier.Copy(sources, progress, cancellation));
            Say.Line($"{to}: {Counted(copier)}");
            return open.Select(Volumes.ExitCodeOf).Append(ExitCode.Done).Max();
        }
        finally
        {
            open.ForEach(each => each.Dispose());
        }
    }

    private static int ToStandardOutput(CopySource[] sources)
    {
        if (sources is not [{ IsFolder: false } only])
            throw new UsageException("standard output can take only one file");

        using var output = Outputs.OpenForFile();
        var regions = Regions.Of(only.Items[0].Content!);
        Progress.Show(Outputs.Shown, regions.Length, progress => RawImage.Write(output, regions, null, progress));
        return ExitCode.Done;
    }

    private static string Counted(Copier copier) => copier.Files == 1
        ? $"one file, {Bytes.Show(copier.Bytes)}"
        : FormattableString.Invariant($"{copier.Files:N0} files, {Bytes.Show(copier.Bytes)}");

    private static CopySource Open(string word, string? targetFile, OpenOptions options, List<Volume> open)
    {
        if (PlaceInImage(word) is not { } place)
            return CopySource.OnThisMachine(word);
        if (targetFile is not null && Path.GetFullPath(targetFile) == Path.GetFullPath(place.File))
            throw new UsageException($"{word} is in the image that would be written: copy it out first, then back in");

        var volume = Volumes.Open(Inputs.Open(place), options);
        open.Add(volume);
        return CopySource.In(volume, place);
    }

    private static ICopyTarget Target(string word, ImagePath? place, OpenOptions options) =>
        place is null ? new FolderTarget(word)
            : new VolumeTarget(Volumes.OpenForWriting(Inputs.Open(place), options), Ambient.SourceDateEpoch());

    private static void CheckFolders(string[] words, CopySource[] sources, bool recursive)
    {
        for (int i = 0; i < words.Length && !recursive; i++)
        {
            if (sources[i].IsFolder)
                throw new UsageException($"{words[i]} is a folder: add --recursive to copy it with everything in it");
        }
    }

    /// <summary>
    /// The place in an image that a word names; null for a path on the host: one that exists, or that does not begin with an image.
    /// </summary>
    private static ImagePath? PlaceInImage(string word)
    {
        if (Inputs.IsFile(word) || Directory.Exists(word))
            return null;

        bool beginsWithFile = false;
        for (int end = word.LastIndexOfAny([':', '/']); end > 0 && !beginsWithFile; end = word.LastIndexOfAny([':', '/'], end - 1))
            beginsWithFile = Inputs.IsFile(word[..end]);
        return beginsWithFile ? ImagePath.Parse(word, Inputs.IsFile) : null;
    }
}
