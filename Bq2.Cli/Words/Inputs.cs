using Bq2.Efi.Files;
using Bq2.Efi.Pe;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>
/// The input files that the command line names: - is standard input, ./- is a file of that name. A pipe can be read only once, so it
/// is opened once here and passed on open.
/// </summary>
internal static partial class Inputs
{
    private const string Shown = "standard input";

    private static readonly Lock s_gate = new();
    private static readonly HashSet<object> s_pipes = [];

    public static bool IsStandardInput(string word) => word is "-" or "/dev/stdin" or "/dev/fd/0" or "/proc/self/fd/0";

    /// <summary>Opens an input. A pipe is read to its end or past <paramref name="most"/> bytes.</summary>
    public static NamedFile Open(string word, long most = long.MaxValue)
    {
        NamedFile file;
        if (IsStandardInput(word))
        {
            if (!Console.IsInputRedirected)
                throw new UsageException($"{Shown} is a terminal: redirect a file or a pipe into it, or name a file instead of {word}");
            Claim(Shown, Shown);
            file = NamedFile.Of(Shown, StandardHandle.Input, most);
        }
        else
        {
            if (FileStatus.Of(word) is { Kind: FileKind.Pipe, Identity: { } pipe })
                Claim(word, pipe);
            file = NamedFile.Open(word, most);
        }

        if (file.CopiedTo is { } folder)
        {
            string place = folder.Length == 0 ? "memory" : $"an unnamed file in {folder}";
            Say.Verbose($"{file.Name}: {Bytes.Show(file.Length)} read to its end and stored in {place}");
        }

        return file;
    }

    /// <summary>An input to copy onto a disk. Regular files are opened only when they are read: there may be many.</summary>
    public static Content Content(string word) => CanBeReadOnce(word) ? Image.Content.FromFile(Open(word)) : Image.Content.FromFile(word);

    /// <summary>All bytes of an input.</summary>
    public static byte[] ReadAll(string word)
    {
        using var file = Open(word, Array.MaxLength);
        return file.ReadAll();
    }

    /// <summary>The program that a word names.</summary>
    public static PeImage Program(string word)
    {
        using var file = Open(word, Array.MaxLength);
        return PeImage.Read(file.Name, file.ReadAll());
    }

    /// <summary>A word that names a file to change in place.</summary>
    public static string InPlace(string word) =>
        IsStandardInput(word) ? throw new UsageException($"{Shown} cannot be changed in place: name a file") : word;

    /// <summary>Whether a word names a readable input.</summary>
    public static bool IsFile(string word) =>
        IsStandardInput(word) || FileStatus.Of(word).Kind is not (FileKind.Missing or FileKind.Folder);

    /// <summary>
    /// Standard input is treated as a pipe even if it is a file, which would be opened again from its start.
    /// </summary>
    public static bool CanBeReadOnce(string word) => IsStandardInput(word) || FileStatus.Of(word).Kind is FileKind.Pipe;

    /// <summary>
    /// If a word should begin with an image, but begins with a broken link or names a folder, gives a better reason than "no such
    /// file".
    /// </summary>
    public static void Explain(string word)
    {
        int colon = word.LastIndexOf(':');
        string image = colon > 0 ? word[..colon] : word;
        string? odd = FileStatus.Of(image).Kind == FileKind.Folder ? image
            : Beginnings(word).FirstOrDefault(each =>
                FileStatus.Of(each, followLinks: false).Kind == FileKind.Link && FileStatus.Of(each).Kind == FileKind.Missing);
        if (odd is not null)
            NamedFile.Open(odd).Dispose();
    }

    private static void Claim(string name, object pipe)
    {
        lock (s_gate)
        {
            if (!s_pipes.Add(pipe))
                throw new UsageException($"{name} is named twice, and can be read only once");
        }
    }
}
