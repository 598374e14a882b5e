using Bq2.Image;

namespace Bq2.Cli;

/// <summary>One file or folder to copy; a folder has no content.</summary>
/// <param name="Path">Its path relative to the copied file or folder; empty for that itself.</param>
/// <param name="Content">A file's bytes.</param>
/// <param name="Special">An entry that is neither a file nor a folder, such as a link; the target says whether it can hold it.</param>
internal readonly record struct CopyItem(string Path, Content? Content, TreeEntry? Special = null);
