namespace Bq2.Image;

/// <summary>Adjacent blocks of a file.</summary>
/// <param name="Block">The first one in the file.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Start">The first one in the volume.</param>
internal readonly record struct Ext4FileRun(long Block, long Count, long Start)
{
    public long End => Block + Count;
}
