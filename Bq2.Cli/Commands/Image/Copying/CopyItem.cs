using Bq2.Image;

namespace Bq2.Cli;

/// <summary>One thing to be copied: a file, or a folder, whose content is null.</summary>
/// <param name="Path">Its path below what was named to be copied; empty for that itself.</param>
/// <param name="Content">A file's bytes.</param>
internal readonly record struct CopyItem(string Path, Content? Content);
