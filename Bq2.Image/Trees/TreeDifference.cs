namespace Bq2.Image;

/// <summary>A path at which two trees differ.</summary>
/// <param name="Path">The path; empty for the root.</param>
/// <param name="Left">The entry of the first tree; null if only the second has one.</param>
/// <param name="Right">The entry of the second tree; null if only the first has one.</param>
public sealed record TreeDifference(string Path, TreeEntry? Left, TreeEntry? Right)
{
    /// <summary>In what the two entries differ; nothing if there is only one.</summary>
    public TreeAspects Aspects { get; init; }

    /// <summary>The first byte that differs, if the content does.</summary>
    public long? FirstByte { get; init; }
}
