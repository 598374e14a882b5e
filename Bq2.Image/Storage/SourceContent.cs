namespace Bq2.Image;

/// <summary>Content from an open disk, volume or file. Only of a whole source the holes are asked for.</summary>
internal sealed class SourceContent(Source source, long start, long length) : Content(length)
{
    internal override bool MayHaveHoles => start == 0 && Length == source.Length;

    internal override IEnumerable<(long Offset, long Length)> DataRuns(OpenFile files) =>
        MayHaveHoles ? source.DataRuns() : base.DataRuns(files);

    internal override void Read(long offset, Span<byte> into, OpenFile files) => source.ReadAt(start + offset, into);
}
