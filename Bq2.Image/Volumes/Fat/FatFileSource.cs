namespace Bq2.Image;

/// <summary>A file in a FAT volume. Closing it does not close the volume.</summary>
internal sealed class FatFileSource : Source
{
    private readonly Source _volume;
    private readonly FatLayout _layout;
    private readonly IReadOnlyList<FatRun> _runs;

    // The offset in the file of each run.
    private readonly long[] _starts;

    public FatFileSource(Source volume, FatLayout layout, IReadOnlyList<FatRun> runs, long length) : base(length, volume.Path)
    {
        (_volume, _layout, _runs) = (volume, layout, runs);
        _starts = new long[runs.Count];
        for (int i = 1; i < _starts.Length; i++)
            _starts[i] = _starts[i - 1] + runs[i - 1].Count * layout.ClusterSize;
    }

    private protected override void Fill(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int index = RunAt(offset);
            var run = _runs[index];
            long within = offset - _starts[index];
            int count = (int)Math.Min(into.Length, run.Count * _layout.ClusterSize - within);
            _volume.ReadAt(_layout.OffsetOf(run.First) + within, into[..count]);
            into = into[count..];
            offset += count;
        }
    }

    private protected override long? PlaceInFile(long offset)
    {
        if (offset < 0 || offset >= Length)
            return null;

        int index = RunAt(offset);
        return PlaceInFileOf(_volume, _layout.OffsetOf(_runs[index].First) + offset - _starts[index]);
    }

    private int RunAt(long offset)
    {
        int index = Array.BinarySearch(_starts, offset);
        return index >= 0 ? index : ~index - 1;
    }
}
