using System.CommandLine;
using Bq2.Image;

namespace Bq2.Cli;

/// <summary>How the sources of trees are read.</summary>
internal sealed record TreeWords
{
    public FolderOptions Folder { get; init; } = new();

    public ArchiveOptions Archive { get; init; } = new();

    public OpenOptions Opening { get; init; } = new();

    /// <summary>The description of such a source, for the help.</summary>
    public const string Meaning =
        "a folder; an archive (tar, cpio, zip, .deb, .apk or a saved container image, packed with anything common); "
        + "IMAGE[:PARTITION][/PATH] in a disk image; or - for an archive on standard input";

    /// <summary>How much a packed archive may become.</summary>
    public static Option<long?> MaxUnpacked() => Bytes.Option("--max-unpacked",
        "The most that a packed archive may unpack to (when not given: 16G, or a hundred times its size if that is more)");
}
