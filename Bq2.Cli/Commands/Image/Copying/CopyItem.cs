using Bq2.Image;

namespace Bq2.Cli;

/// <summary>One thing to be copied: a file, or a folder, whose content is null.</summary>
/// <param name="Path">Its path below what was named to be copied; empty for that itself.</param>
/// <param name="Content">A file's bytes.</param>
/// <param name="Special">What is neither a file nor a folder, such as a link: the target says whether it has a place for it.</param>
internal readonly record struct CopyItem(string Path, Content? Content, TreeEntry? Special = null);
